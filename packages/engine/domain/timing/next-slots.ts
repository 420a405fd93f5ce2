import { compareInstants, earlierOf } from '@belfry/kernel/instants';
import { FAR_FUTURE, type Rule, type SkippedSlot, type Slot, type Timing } from './rule.ts';
import { intervalMs, type Laid, layOutInSteps } from './slots.ts';
import { runSteps, type Steps } from './steps.ts';

export interface Ahead {
  slots: Slot[];
  /** What does not take place before the last of them. */
  skipped: SkippedSlot[];
  /** Where there are fewer than were asked for: how far was looked. A rule that has ended by then has no more. */
  searchedUntil: Temporal.Instant | null;
  /** Where there are fewer than were asked for: nothing more will come, and the search has not been broken off. */
  isOver: boolean;
}

/** A 29 February that is a Monday comes again within 40 years, over 2100 too; what has not by then never comes. */
export const lookAheadDays = 41 * 366;
const mostSkipped = 100;
/** A rule whose every instance is excluded must not be followed minute by minute for 41 years. */
const fruitless = 5000;
const longestDenseHours = 24 * 14;
/** What names its times and is as rare as that is laid out in small windows: behind one of them, a leap year and no more. */
const denseLookOnHours = 24 * 366 * 5;

/**
 * The next slots from `from` on, at most `count`, and what is left out on the way. It looks in windows that grow, so that
 * frequent rules are not laid out for years and rare ones are found.
 * @param withinDays how far it looks; a single instant is found wherever it is
 */
export function nextSlots(timing: Timing, from: Temporal.Instant, count: number, withinDays = lookAheadDays): Ahead {
  return runSteps(nextSlotsInSteps(timing, from, count, withinDays));
}

export function* nextSlotsInSteps(
  timing: Timing,
  from: Temporal.Instant,
  count: number,
  withinDays = lookAheadDays,
): Steps<Ahead> {
  if (timing.rule.type === 'once') {
    return { ...(yield* layOutInSteps(timing, from, FAR_FUTURE)), searchedUntil: null, isOver: true };
  }
  const found: Laid = { slots: [], skipped: [], isOver: false };
  const end = from.add({ hours: 24 * withinDays });
  let begin = from;
  const longest = isDense(timing.rule) ? longestDenseHours : Number.POSITIVE_INFINITY;
  for (let hours = firstWindowHours(timing.rule, count); found.slots.length < count; hours *= 3) {
    const to = earlierOf(begin.add({ hours: Math.min(hours, longest, 24 * withinDays) }), end);
    const laid = yield* layOutInSteps(timing, begin, to);
    found.slots.push(...laid.slots);
    found.skipped.push(...laid.skipped);
    begin = to;
    found.isOver = laid.isOver || compareInstants(to, end) >= 0;
    if (found.isOver || found.skipped.length > fruitless) break;
    const newest = isDense(timing.rule) ? found.slots.at(-1) : undefined;
    if (newest && newest.dueAt.until(to).total('hours') > denseLookOnHours) break;
  }
  const slots = found.slots.slice(0, count);
  const last = found.slots.length > count ? slots.at(-1) : undefined;
  const skipped = found.skipped.slice(0, mostSkipped).filter(({ day }) => last === undefined || day <= last.day);
  const isShort = slots.length < count;
  return { slots, skipped, searchedUntil: isShort ? begin : null, isOver: isShort && found.isOver };
}

function firstWindowHours(rule: Rule, count: number): number {
  if (rule.type === 'every') return Math.max(1, Math.ceil((intervalMs(rule.interval) * (count + 1)) / 3_600_000));
  if (rule.type === 'annual') return 24 * 366 * count;
  return isDense(rule) ? Math.ceil(count / 8) + 2 : 24 * (count + 2);
}

function isDense(rule: Rule): boolean {
  return (
    rule.type === 'every' || rule.type === 'cron' || (rule.type === 'rrule' && /MINUTELY|HOURLY/i.test(rule.rrule))
  );
}
