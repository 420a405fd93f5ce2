import { expect, test } from 'vitest';
import { refreshBeside } from './refresh-beside.ts';

/** What is read ends when the test says so. */
function slow(keptMs: number) {
  const readings: PromiseWithResolvers<number>[] = [];
  const errors: unknown[] = [];
  const ask = refreshBeside({
    keptMs,
    read() {
      const reading = Promise.withResolvers<number>();
      readings.push(reading);
      return reading.promise;
    },
    onError: (error) => errors.push(error),
  });
  return { ask, readings, errors };
}

const soon = () => new Promise(setImmediate);

test('whoever asks gets what was read last, and one at a time reads it anew', async () => {
  const { ask, readings } = slow(0);
  expect([ask(), ask(), readings.length]).toEqual([null, null, 1]);
  readings[0]?.resolve(3);
  await soon();
  expect([ask(), ask(), readings.length]).toEqual([3, 3, 2]);
  readings[1]?.resolve(4);
  await soon();
  expect([ask(), readings.length]).toEqual([4, 3]);
});

test('what was read is kept, and so is that it could not be', async () => {
  const kept = slow(60_000);
  kept.ask();
  kept.readings[0]?.resolve(3);
  await soon();
  expect([kept.ask(), kept.readings.length]).toEqual([3, 1]);
  const failing = slow(60_000);
  failing.ask();
  failing.readings[0]?.reject(new Error('It took too long.'));
  await soon();
  expect([failing.ask(), failing.readings.length, failing.errors.length]).toEqual([null, 1, 1]);
});

test('after a failure nothing is told, rather than what was', async () => {
  const { ask, readings } = slow(0);
  ask();
  readings[0]?.resolve(3);
  await soon();
  ask();
  readings[1]?.reject(new Error('It took too long.'));
  await soon();
  expect(ask()).toBeNull();
});
