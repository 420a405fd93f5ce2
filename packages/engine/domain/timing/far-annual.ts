import { dateFollowed, lastAnnual, type Timing } from './rule.ts';

/** The day of a date begins no earlier than this before it does in UTC, wherever that is and whatever becomes of its zone. */
const dayMs = 24 * 3_600_000;
/** And no local time is later than the end of its date. */
const slackMs = 2 * dayMs;
/** What is nearer than this is laid out by the calendar. */
const farMs = 16 * dayMs;

/**
 * Of an annual date that is weeks away: nothing of it is due in `from` ≤ t < `until`, and until the answer nothing will be.
 * null for everything else. Most birthdays are far, and asking the calendar about each would be most of a planning.
 */
export function farAnnual(
  timing: Pick<Timing, 'rule' | 'dates'>,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Temporal.Instant | null {
  const { rule } = timing;
  const date = dateFollowed(timing);
  if (rule.type !== 'annual' || date === null) return null;
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const [fromMs, untilMs] = [from.epochMilliseconds - slackMs, until.epochMilliseconds];
  const firstYear = Math.max(year, yearOf(from) - 1);
  for (const candidate of [firstYear, firstYear + 1, firstYear + 2]) {
    if (candidate > lastAnnual(rule, date)) return null;
    // On 28 February at the earliest, whatever becomes of the 29th.
    const atMs = Date.UTC(candidate, month - 1, month === 2 ? Math.min(day, 28) : day);
    if (atMs < fromMs) continue;
    if (atMs - untilMs < farMs) return null;
    return Temporal.Instant.fromEpochMilliseconds(atMs - dayMs);
  }
  return null;
}

export function yearOf(instant: Temporal.Instant): number {
  return new Date(instant.epochMilliseconds).getUTCFullYear();
}
