import type { Timing } from './rule.ts';

/** Why nothing fires on this local date, or null where nothing excludes it. */
export function exclusionOf({ rule, holidays }: Timing, date: Temporal.PlainDate): string | null {
  const day = date.toString();
  if (rule.excludeDates?.includes(day)) return 'an excluded date';
  if (rule.excludeWeekends && date.dayOfWeek >= 6) return 'a weekend';
  const holiday = holidays.get(day);
  return holiday === undefined ? null : `a holiday: ${holiday}`;
}
