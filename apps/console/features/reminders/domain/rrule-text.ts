/** RFC 5545's names, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** The recurrences that the form can put together; every other rule is shown as it is written. */
export interface Recurrence {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  /** Every so many days, weeks or months. */
  interval: number;
  /** Of a weekly one; empty: the weekday it begins on. */
  weekdays: Weekday[];
  /** Of a monthly one: a day of the month, -1 being the last, or a weekday in the month. */
  monthly: { day: number } | { nth: number; weekday: Weekday };
  ends: { never: true } | { until: string } | { count: number };
}

/** `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20271231`. */
export function writeRRule({ freq, interval, weekdays: chosen, monthly, ends }: Recurrence): string {
  const parts = [`FREQ=${freq}`];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  if (freq === 'WEEKLY' && chosen.length > 0)
    parts.push(`BYDAY=${weekdays.filter((day) => chosen.includes(day)).join(',')}`);
  if (freq === 'MONTHLY')
    parts.push('day' in monthly ? `BYMONTHDAY=${monthly.day}` : `BYDAY=${monthly.nth}${monthly.weekday}`);
  if ('until' in ends) parts.push(`UNTIL=${ends.until.replaceAll('-', '')}`);
  if ('count' in ends) parts.push(`COUNT=${ends.count}`);
  return parts.join(';');
}

/** The same backwards; null for what the form has no fields for. */
export function readRRule(text: string): Recurrence | null {
  const parts = new Map(
    text
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, '')
      .split(';')
      .map((part) => part.split('=', 2) as [string, string]),
  );
  const take = (name: string): string | undefined => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const freq = (['DAILY', 'WEEKLY', 'MONTHLY'] as const).find((known) => known === parts.get('FREQ'));
  parts.delete('FREQ');
  const interval = Number(take('INTERVAL') ?? 1);
  const ends = readEnds(take('UNTIL'), take('COUNT'));
  const chosen = freq === 'WEEKLY' ? readWeekdays(take('BYDAY')) : [];
  const monthly = freq === 'MONTHLY' ? readMonthly(take('BYMONTHDAY'), take('BYDAY')) : { day: 1 };
  if (!freq || !ends || !chosen || !monthly || !Number.isInteger(interval) || parts.size > 0) return null;
  return { freq, interval, weekdays: chosen, monthly, ends };
}

function readEnds(until: string | undefined, count: string | undefined): Recurrence['ends'] | null {
  if (count !== undefined) return { count: Number(count) };
  if (until === undefined) return { never: true };
  // An UNTIL with a time of day would lose it in a field for a date.
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(until) ?? [];
  return year === undefined ? null : { until: `${year}-${month}-${day}` };
}

function readWeekdays(byDay: string | undefined): Weekday[] | null {
  if (byDay === undefined) return [];
  const named = byDay.split(',');
  return named.every(isWeekday) ? named : null;
}

function readMonthly(byMonthDay: string | undefined, byDay: string | undefined): Recurrence['monthly'] | null {
  if (byMonthDay !== undefined) {
    const day = Number(byMonthDay);
    return byDay === undefined && (day === -1 || (Number.isInteger(day) && day >= 1)) ? { day } : null;
  }
  const [, nth, weekday = ''] = /^(-1|[1-4])([A-Z]{2})$/.exec(byDay ?? '') ?? [];
  return nth !== undefined && isWeekday(weekday) ? { nth: Number(nth), weekday } : null;
}

function isWeekday(text: string): text is Weekday {
  return weekdays.some((day) => day === text);
}
