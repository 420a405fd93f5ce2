import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQueryClient } from './query-client.ts';
import { startRefresher } from './refresher.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

/** A query that somebody looks at, and whose answer, the number of those who have asked, takes its time. */
function watch(answerMs: number) {
  const client = createQueryClient();
  const asked: number[] = [];
  let givenUp = 0;
  const observer = new QueryObserver(client, {
    queryKey: ['occurrences', 'waiting'],
    queryFn: ({ signal }) => {
      asked.push(performance.now());
      const count = asked.length;
      signal.addEventListener('abort', () => givenUp++);
      return new Promise<number>((resolve) => setTimeout(() => resolve(count), answerMs));
    },
  });
  const shown: unknown[] = [];
  const refresher = startRefresher(client);
  const unsubscribe = observer.subscribe(({ data }) => shown.at(-1) !== data && shown.push(data));
  return {
    client,
    asked,
    shown,
    givenUp: () => givenUp,
    announce: () => refresher.refresh([['occurrences']]),
    stop: () => {
      unsubscribe();
      refresher.stop();
    },
  };
}

test('while announcements come faster than answers, the page follows, and no question is given up', async () => {
  const slow = watch(400);
  await vi.advanceTimersByTimeAsync(400);
  for (let ms = 0; ms < 12_000; ms += 150) {
    slow.announce();
    await vi.advanceTimersByTimeAsync(150);
  }
  expect(slow.givenUp()).toBe(0);
  expect(slow.shown.length).toBeGreaterThan(8);
  // Each answer is followed by a rest of twice its time.
  expect(slow.asked.length).toBeLessThanOrEqual(12);
  await vi.advanceTimersByTimeAsync(5_000);
  const { length } = slow.asked;
  expect(slow.shown.at(-1)).toBe(length);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(slow.asked.length, 'after the wave nothing more is asked').toBe(length);
  slow.stop();
});

test('what was announced while its query was under way is asked for once more: the answer may be older', async () => {
  const slow = watch(1_000);
  await vi.advanceTimersByTimeAsync(500);
  slow.announce();
  slow.announce();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(slow.asked.length).toBe(2);
  expect(slow.shown.at(-1)).toBe(2);
  slow.stop();
});

test('what answers quickly is asked for at once', async () => {
  const quick = watch(10);
  await vi.advanceTimersByTimeAsync(1_000);
  quick.announce();
  expect(quick.asked.length).toBe(2);
  await vi.advanceTimersByTimeAsync(150);
  quick.announce();
  expect(quick.asked.length).toBe(3);
  quick.stop();
});

test('another fetch after the announcement serves as well', async () => {
  const slow = watch(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  slow.announce();
  // It rests, and is asked for by somebody who has just changed something.
  void slow.client.invalidateQueries({ queryKey: ['occurrences'] });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(slow.asked.length).toBe(2);
  slow.stop();
});

test('what nobody looks at is not fetched, and not taken for fresh', async () => {
  const slow = watch(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  slow.announce();
  slow.stop();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(slow.asked.length).toBe(1);
  expect(slow.client.getQueryState(['occurrences', 'waiting'])?.isInvalidated).toBe(true);
});
