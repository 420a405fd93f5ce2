import { nextSlotsInSteps } from './next-slots.ts';
import type { Slot, Timing } from './rule.ts';
import { runSteps, type Steps } from './steps.ts';

/** More than the 26 hours that the zones of the world are apart: no change of their data brings an instance out of it. */
const margin = Temporal.Duration.from({ hours: 30 });
/** Less idleness than this is not worth writing down: a weekly schedule is simply read with the daily ones. */
const worthwhile = Temporal.Duration.from({ hours: 24 * 8 });

export type Idleness = Temporal.Instant | 'for-ever' | null;

/**
 * Until when a planner that has planned up to `plannedUntil` need not look at a schedule again: an instant,
 * `for-ever` where nothing more will come, or null where it is best looked at every time. This is what keeps a million
 * birthdays from being read twice a day.
 */
export function idleUntil(timing: Timing, plannedUntil: Temporal.Instant): Idleness {
  return runSteps(idleUntilInSteps(timing, plannedUntil));
}

export function* idleUntilInSteps(timing: Timing, plannedUntil: Temporal.Instant): Steps<Idleness> {
  return (yield* lookAhead(timing, plannedUntil)).idle;
}

/** The same, with what comes first behind the plan; null where that was not looked for, or not found. */
export function firstBehind(timing: Timing, plannedUntil: Temporal.Instant): { idle: Idleness; first: Slot | null } {
  return runSteps(lookAhead(timing, plannedUntil));
}

function* lookAhead(timing: Timing, plannedUntil: Temporal.Instant): Steps<{ idle: Idleness; first: Slot | null }> {
  if (comesEachWeek(timing, plannedUntil)) return { idle: null, first: null };
  const { slots, searchedUntil, isOver } = yield* nextSlotsInSteps(timing, plannedUntil, 1);
  const first = slots[0] ?? null;
  if (isOver) return { idle: 'for-ever', first };
  // Where the search was broken off, nobody knows what comes behind it.
  const next = first?.dueAt ?? searchedUntil ?? plannedUntil;
  const wait = plannedUntil.until(next);
  return { idle: Temporal.Duration.compare(wait, worthwhile) < 0 ? null : next.subtract(margin), first };
}

/** Each week and for ever, as most do: that nothing needs to be laid out to know is a third of what planning them costs. */
function comesEachWeek({ rule }: Timing, plannedUntil: Temporal.Instant): boolean {
  if (rule.type !== 'rrule' || !/^(RRULE:)?FREQ=(DAILY|WEEKLY)(;BYDAY=[A-Z,]+)?$/i.test(rule.rrule)) return false;
  const { startDate, excludeDates = [], excludeWeekends = false, excludeHolidays = [] } = rule;
  const isExcluded = excludeWeekends || excludeDates.length + excludeHolidays.length > 0;
  return !isExcluded && (startDate === undefined || startDate <= plannedUntil.toString().slice(0, 10));
}
