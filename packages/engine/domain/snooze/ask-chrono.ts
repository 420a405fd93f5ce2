import * as en from 'chrono-node/en';

export type DatePart =
  | { type: 'none' }
  | { type: 'date'; date: Temporal.PlainDate }
  /** Today's night, or yesterday's while it goes on. */
  | { type: 'tonight' }
  /** The next one that there is. */
  | { type: 'day-of-year'; month: number; day: number }
  | { type: 'day-of-month'; day: number }
  /** 1 is Monday. */
  | { type: 'weekday'; weekday: number; isNextWeeks: boolean };

export interface SpokenMoment {
  date: DatePart | null;
  time: Temporal.PlainTime | null;
  /** Said on the twelve-hour clock, without saying which half of the day. */
  isTwelveHours: boolean;
}

/** What chrono-node is certain of, if it makes sense of all the words. */
export function askChrono(words: string, now: Temporal.PlainDateTime): SpokenMoment | null {
  const hourAlone = /^\d{1,2}$/.test(words) ? timeOf(Number(words), 0) : null;
  if (hourAlone) return { date: null, time: hourAlone, isTwelveHours: isAmbiguous(hourAlone.hour, words) };
  const atNoon = new Date(now.year, now.month - 1, now.day, 12, 0, 0);
  const [result, ...more] = en.casual.parse(words, atNoon);
  if (!result || more.length > 0 || result.end || words.replace(result.text, '').trim() !== '') return null;
  // «-1 hour», «17 hours»: those are counted in the zone of the process.
  if ([...result.tags()].some((tag) => tag.startsWith('result/relative'))) return null;
  const { start } = result;
  const certain = (component: Parameters<typeof start.get>[0]) =>
    start.isCertain(component) ? start.get(component) : null;
  const [hour, minute, year, month, day] = (['hour', 'minute', 'year', 'month', 'day'] as const).map(certain);
  if (/\bago\b|\blast\b/.test(words) && day === null) return null;
  const isTwelveHours = hour != null && certain('meridiem') === null && isAmbiguous(hour, words);
  const time = hour == null ? null : timeOf(hour, minute ?? 0);
  if (month == null || day == null) return { date: weekdayOf(certain('weekday')), time, isTwelveHours };
  if (year == null) return { date: { type: 'day-of-year', month, day }, time, isTwelveHours };
  const date = dateOf(year, month, day);
  return date && { date: { type: 'date', date }, time, isTwelveHours };
}

/** chrono-node counts from Sunday as 0. */
function weekdayOf(number: number | null): DatePart | null {
  return number === null ? null : { type: 'weekday', weekday: number || 7, isNextWeeks: false };
}

/** Of «8», «8:15» and «11» nobody knows which half of the day; «08:15», «17», noon and midnight say it. */
function isAmbiguous(hour: number, words: string): boolean {
  return hour > 0 && hour < 12 && !new RegExp(`(?<![\\d:-])0${hour}\\b`).test(words);
}

function timeOf(hour: number, minute: number): Temporal.PlainTime | null {
  return hour < 24 && minute < 60 ? new Temporal.PlainTime(hour, minute) : null;
}

/** null where the calendar has none. */
export function dateOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}
