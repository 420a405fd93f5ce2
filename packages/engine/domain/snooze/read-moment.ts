import { askChrono, type DatePart, dateOf } from './ask-chrono.ts';

/** «until tomorrow» and other bare dates. */
const morning = Temporal.PlainTime.from('09:00');
const noon = Temporal.PlainTime.from('12:00');
const afternoon = Temporal.PlainTime.from('15:00');
const evening = Temporal.PlainTime.from('20:00');
const partsOfDay = new Map([
  ['morning', morning],
  ['noon', noon],
  ['midday', noon],
  ['lunchtime', noon],
  ['afternoon', afternoon],
  ['evening', evening],
  ['night', evening],
]);

/**
 * Reads «5pm», «tomorrow», «tonight», «Friday at 3pm», «December 25», «next week» as a local time after `now`, the
 * wall clock of whoever says it; null where there is no sense in it. What names a past moment gives that past moment.
 *
 * chrono-node reads the words. Its own arithmetic uses the zone of the process, so only what it read off the text itself
 * is taken from it, and «tomorrow», which it counts from the noon of a date: no zone jumps over noon.
 */
export function readMoment(text: string, now: Temporal.PlainDateTime): Temporal.PlainDateTime | null {
  const said = text.replace(dottedTime, '$1:$2');
  if (/\b(\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?)\b/.test(said)) return null;
  const spoken = own(said, now.toPlainDate());
  const words = spoken.words.replace(/\b(\d{1,2})h(\d\d)?\b/g, (_, hour, minute = '00') => `${hour}:${minute}`);
  const bare = words.replace(/^(?:at|on|by)\s+/, '').replace(/^the (?=\d)/, '');
  const read = bare === '' ? null : askChrono(bare, now);
  if (!read && bare !== '') return null;
  if (read?.date && spoken.date.type !== 'none') return null;
  const date = read?.date ?? spoken.date;
  const time = read?.time ?? spoken.time;
  if (date.type === 'none') return time && nextTime(time, read?.isTwelveHours ?? false, now);
  const smallHour = spoken.isNight && read?.time ? inSmallHours(read.time, read.isTwelveHours) : null;
  if (smallHour) return onDate(date, smallHour, now, true);
  return onDate(date, read?.isTwelveHours && time ? byDay(time, spoken.time) : time, now);
}

/** «17.30» and «9.00»; where it could be a day and a month nobody knows which is meant. */
const dottedTime = /(?<![\d./])(\d{1,2})\.(00|1[3-9]|[2-5]\d)(?![\d./])/g;

interface OwnWords {
  date: DatePart;
  time: Temporal.PlainTime | null;
  isNight: boolean;
  /** What is left to read. */
  words: string;
}

/** Takes out the words whose meaning is ours to say. */
function own(text: string, today: Temporal.PlainDate): OwnWords {
  let words = text;
  let date: DatePart = { type: 'none' };
  let time: Temporal.PlainTime | null = null;
  const take = (pattern: RegExp): string | null => {
    const match = pattern.exec(words);
    if (!match) return null;
    words = `${words.slice(0, match.index)} ${words.slice(match.index + match[0].length)}`.replace(/\s+/g, ' ').trim();
    return match[1] ?? match[0];
  };
  const isOn = (to: Temporal.PlainDate): DatePart => ({ type: 'date', date: to });
  if (take(/\btonight\b/)) [date, time] = [{ type: 'tonight' }, evening];
  else if (take(/\b(?:the )?day after tomorrow\b/)) date = isOn(today.add({ days: 2 }));
  else if (take(/\bnext week\b/)) date = isOn(today.add({ days: 8 - today.dayOfWeek }));
  else if (take(/\bnext month\b/)) date = isOn(today.with({ day: 1 }).add({ months: 1 }));
  else if (take(/\b(?:this |the |next )?weekend\b/)) date = { type: 'weekday', weekday: 6, isNextWeeks: false };
  // chrono-node knows it in leap years alone.
  if (take(/\b(?:(?:the )?29(?:th)?(?: of)? feb(?:ruary)?|feb(?:ruary)? 29(?:th)?)\b(?!,? ?\d{4})/)) {
    date = { type: 'day-of-year', month: 2, day: 29 };
  }
  const dayOfMonth =
    date.type === 'none' && !namesMonth.test(words) ? take(/\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b/) : null;
  if (dayOfMonth) date = { type: 'day-of-month', day: Number(dayOfMonth) };
  const partOfDay = take(/\b(?:in the |this |at )?(morning|noon|midday|lunchtime|afternoon|evening|night)\b/);
  if (partOfDay) time = partsOfDay.get(partOfDay) ?? null;
  if (partOfDay && words === '' && date.type === 'none' && /\bthis\b/.test(text)) date = isOn(today);
  if (date.type === 'none' && take(/\bnext (?=mon|tue|wed|thu|fri|sat|sun)/)) {
    const name = take(/\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b/);
    date = { type: 'weekday', weekday: weekdays.indexOf((name ?? '').slice(0, 3)) + 1, isNextWeeks: true };
  }
  return { date, time, isNight: /\b(?:to)?night\b/.test(text), words };
}

const namesMonth = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** On the twelve-hour clock of a day: what is said of it, or the hours that people are awake, from 7 to 6. */
function byDay(time: Temporal.PlainTime, partOfDay: Temporal.PlainTime | null): Temporal.PlainTime {
  const isLate = partOfDay ? partOfDay.hour >= 12 : time.hour < 7;
  return isLate && time.hour < 12 ? time.add({ hours: 12 }) : time;
}

/** What is said of a night and comes after its midnight: «12», «1», «2am»; null for the hours before. */
function inSmallHours(time: Temporal.PlainTime, isTwelveHours: boolean): Temporal.PlainTime | null {
  if (time.hour === 12) return time.with({ hour: 0 });
  return time.hour < (isTwelveHours ? 4 : 6) ? time : null;
}

/** The next time that a clock shows it. */
function nextTime(
  time: Temporal.PlainTime,
  isTwelveHours: boolean,
  now: Temporal.PlainDateTime,
): Temporal.PlainDateTime {
  const today = now.toPlainDate().toPlainDateTime(time);
  const candidates = [today, ...(isTwelveHours ? [today.add({ hours: 12 })] : []), today.add({ days: 1 })];
  return candidates.find((candidate) => isAfter(candidate, now)) ?? today.add({ days: 1 });
}

/**
 * @param time null where none was said
 * @param isPastMidnight the time is one of the night that begins on the date, and goes on after its midnight
 */
function onDate(
  date: DatePart,
  time: Temporal.PlainTime | null,
  now: Temporal.PlainDateTime,
  isPastMidnight = false,
): Temporal.PlainDateTime | null {
  const today = now.toPlainDate();
  const at = (day: Temporal.PlainDate) => day.add({ days: isPastMidnight ? 1 : 0 }).toPlainDateTime(time ?? morning);
  const isToCome = (day: Temporal.PlainDate | null) => day !== null && isAfter(at(day), now);
  // «Until Friday», said on a Friday, is not the same day unless a time says so.
  const isNext = (day: Temporal.PlainDate | null) => isToCome(day) && !(time === null && day?.equals(today));
  const first = (days: (Temporal.PlainDate | null)[], isMeant = isNext) => {
    const day = days.find(isMeant);
    return day ? at(day) : null;
  };
  switch (date.type) {
    case 'none':
      return null;
    case 'date':
      return at(date.date);
    case 'tonight':
      return first([today.subtract({ days: 1 }), today]) ?? at(today);
    case 'day-of-year':
      return first(
        around(mostYears).map((years) => dateOf(now.year + years, date.month, date.day)),
        isToCome,
      );
    case 'day-of-month': {
      const months = around(mostMonths).map((count) => today.with({ day: 1 }).add({ months: count }));
      return first(months.map(({ year, month }) => dateOf(year, month, date.day)));
    }
    case 'weekday': {
      const named = today.add({ days: date.weekday - today.dayOfWeek });
      if (date.isNextWeeks) return at(named.add({ weeks: 1 }));
      return first(around(2).map((weeks) => named.add({ weeks })));
    }
  }
}

/** A 29 February is eight years off at most, and a 31st two months. */
const [mostYears, mostMonths] = [9, 3];

/** From the one before, whose last night may still go on. */
function around(count: number): number[] {
  return Array.from({ length: count + 1 }, (_, index) => index - 1);
}

function isAfter(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(a, b) > 0;
}
