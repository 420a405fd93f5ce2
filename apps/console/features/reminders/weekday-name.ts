import { type Weekday, weekdays } from './domain/rrule-text.ts';

/** 4 January 2027 is a Monday. */
const mondayMs = Date.UTC(2027, 0, 4);
const dayMs = 86_400_000;

export function weekdayName(day: Weekday, locale: string, length: 'short' | 'long'): string {
  const at = mondayMs + weekdays.indexOf(day) * dayMs;
  return new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' }).format(at);
}
