import { expect, test } from 'vitest';
import type { HintedKey } from './hints.ts';
import type { OccId } from './occurrence-id.ts';
import { forgottenAfterMs, lostAfterMs, PublishedHints } from './published-hints.ts';

const key = (id: string, seq = 0): HintedKey => ({
  shard: 1,
  lane: 0,
  dueAt: Temporal.Instant.from('2027-01-15T09:00:00Z'),
  occId: id as OccId,
  seq,
  timingRev: 1,
});
const [one, other] = [key('one'), key('other')];

test('what was published is on its way, and nothing else is', () => {
  const published = new PublishedHints();
  published.add([one], 0);
  expect([one, key('one'), key('one', 1), other].map((wakeup) => published.has(wakeup))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('what was published long ago is forgotten, what was published again meanwhile is not', () => {
  const published = new PublishedHints();
  published.add([one, other], 0);
  published.add([one], 1000);
  published.forgetOld(forgottenAfterMs - 1);
  expect(published.count()).toBe(2);
  published.forgetOld(forgottenAfterMs);
  expect([published.has(one), published.has(other)]).toEqual([true, false]);
});

test('of what an empty broker should hold, what is too young to be judged is not lost, and nothing is lost twice', () => {
  const published = new PublishedHints();
  published.add([one], 0);
  published.add([other], 1000);
  expect(published.takeLost([one, other, key('unknown')], lostAfterMs)).toEqual([one]);
  published.add([one], lostAfterMs);
  expect(published.takeLost([one, other], 3 * lostAfterMs)).toEqual([other]);
  expect(published.takeLost([one, other], 9 * lostAfterMs)).toEqual([]);
});
