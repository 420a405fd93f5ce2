import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeatEvery } from './repeat-every.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when it is told to. */
function slowWork() {
  const gates: PromiseWithResolvers<void>[] = [];
  const work = () => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  };
  const endLast = async () => {
    gates.at(-1)?.resolve();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { work, endLast, begun: () => gates.length };
}

test('what takes longer delays the next, and is never done twice at once', async () => {
  const { work, endLast, begun } = slowWork();
  const repeating = repeatEvery(100, work, (error) => expect.fail(String(error)));
  await vi.advanceTimersByTimeAsync(350);
  expect(begun()).toBe(1);
  await endLast();
  expect(begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(begun()).toBe(2);
  await endLast();
  await repeating.stop();
});

test('what is wanted soon is done at once, or once more after what is under way, however often it was asked for', async () => {
  const { work, endLast, begun } = slowWork();
  const repeating = repeatEvery(100, work, (error) => expect.fail(String(error)));
  repeating.soon();
  expect(begun()).toBe(1);
  repeating.soon();
  repeating.soon();
  expect(begun()).toBe(1);
  await endLast();
  expect(begun()).toBe(2);
  await endLast();
  expect(begun()).toBe(2);
  await repeating.stop();
});

test('once it is stopped nothing is begun any more, and what is under way is waited for', async () => {
  const { work, endLast, begun } = slowWork();
  const repeating = repeatEvery(100, work, (error) => expect.fail(String(error)));
  repeating.soon();
  repeating.soon();
  let isOver = false;
  const stopped = repeating.stop().then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(500);
  expect(isOver).toBe(false);
  await endLast();
  await stopped;
  repeating.soon();
  await vi.advanceTimersByTimeAsync(500);
  expect(begun()).toBe(1);
});

test('what fails is told, and tried again in its time', async () => {
  const errors: unknown[] = [];
  let tries = 0;
  const repeating = repeatEvery(
    100,
    async () => {
      tries += 1;
      throw new Error(`try ${tries}`);
    },
    (error) => errors.push(error),
  );
  await vi.advanceTimersByTimeAsync(200);
  expect(errors).toEqual([new Error('try 1'), new Error('try 2')]);
  await repeating.stop();
});
