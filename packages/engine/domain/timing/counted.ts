import type { Window } from './nominals.ts';

/** How far a rule has been counted. It is never counted twice, however often and from wherever somebody looks. */
interface Tally {
  /** Everything before it is counted. */
  upTo: Temporal.PlainDateTime;
  left: number;
  /** The one that COUNT ends with, once it has been reached. */
  last: Temporal.PlainDateTime | null;
  windowDays: number;
}

export interface CountedRule {
  /** What it is remembered by: rules with the same key name the same times. */
  key: string;
  count: number;
  start: Temporal.PlainDateTime;
  /** The times of the rule as it would be without COUNT, in order. */
  uncounted(window: Window): Iterable<Temporal.PlainDateTime>;
}

/** In more than so many years there is no end to the counting. */
export const mostCountedYears = 100;
const mostRemembered = 10_000;
/** A window grows while it names less than this. */
const plenty = 1000;
const longestDays = 366;
const tallies = new Map<string, Tally>();

/**
 * The last time of a rule with COUNT, if it does not lie behind `limit`; else null. Costs what lies between the start and
 * `limit`, for each rule and process once.
 */
export function lastCounted(rule: CountedRule, limit: Temporal.PlainDateTime): Temporal.PlainDateTime | null {
  const tally = tallyOf(rule);
  while (tally.last === null && Temporal.PlainDateTime.compare(tally.upTo, limit) <= 0) countOn(tally, rule);
  return tally.last !== null && Temporal.PlainDateTime.compare(tally.last, limit) <= 0 ? tally.last : null;
}

function countOn(tally: Tally, rule: CountedRule): void {
  const next = tally.upTo.add({ days: tally.windowDays });
  let left = tally.left;
  for (const local of rule.uncounted({ first: tally.upTo, last: next.subtract({ seconds: 1 }) })) {
    left -= 1;
    if (left > 0) continue;
    tally.last = local;
    return;
  }
  if (tally.left - left < plenty) tally.windowDays = Math.min(longestDays, tally.windowDays * 3);
  tally.upTo = next;
  tally.left = left;
}

function tallyOf({ key, count, start }: CountedRule): Tally {
  const known = tallies.get(key);
  if (known) return known;
  const [oldest] = tallies.keys();
  if (tallies.size >= mostRemembered && oldest !== undefined) tallies.delete(oldest);
  const tally = { upTo: start, left: count, last: null, windowDays: 1 };
  tallies.set(key, tally);
  return tally;
}
