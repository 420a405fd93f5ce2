import { nextSlotsInSteps } from './next-slots.ts';
import type { Timing } from './rule.ts';
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
  if (comesEachWeek(timing, plannedUntil)) return null;
  const { slots, searchedUntil, isOver } = yield* nextSlotsInSteps(timing, plannedUntil, 1);
  if (isOver) return 'for-ever';
  // Where the search was broken off, nobody knows what comes behind it.
  const next = slots[0]?.dueAt ?? searchedUntil ?? plannedUntil;
  const wait = plannedUntil.until(next);
  return Temporal.Duration.compare(wait, worthwhile) < 0 ? null : next.subtract(margin);
}

/** Each week and for ever, as most do: that nothing needs to be laid out to know is a third of what planning them costs. */
function comesEachWeek({ rule }: Timing, plannedUntil: Temporal.Instant): boolean {
  if (rule.type !== 'rrule' || !/^(RRULE:)?FREQ=(DAILY|WEEKLY)(;BYDAY=[A-Z,]+)?$/i.test(rule.rrule)) return false;
  const { startDate, excludeDates = [], excludeWeekends = false, excludeHolidays = [] } = rule;
  const isExcluded = excludeWeekends || excludeDates.length + excludeHolidays.length > 0;
  return !isExcluded && (startDate === undefined || startDate <= plannedUntil.toString().slice(0, 10));
}
