import { askChrono, type DatePart } from './ask-chrono.ts';

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
  if (/\b(\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?)\b/.test(text)) return null;
  const spoken = own(text, now.toPlainDate());
  const words = spoken.words.replace(/\b(\d{1,2})h(\d\d)?\b/g, (_, hour, minute = '00') => `${hour}:${minute}`);
  const bare = words.replace(/^(?:at|on|by)\s+/, '');
  const read = bare === '' ? null : askChrono(bare, now);
  if (!read && bare !== '') return null;
  if (read?.date && spoken.date.type !== 'none') return null;
  const date = read?.date ?? spoken.date;
  const time = read?.time ?? spoken.time;
  if (date.type === 'none') return time && nextTime(time, read?.isTwelveHours ?? false, now);
  return onDate(date, read?.isTwelveHours && time ? byDay(time, spoken.time) : (time ?? morning), now);
}

interface OwnWords {
  date: DatePart;
  time: Temporal.PlainTime | null;
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
  const isOn = (to: Temporal.PlainDate): DatePart => ({ type: 'date', date: to, hasYear: true });
  if (take(/\btonight\b/)) [date, time] = [isOn(today), evening];
  else if (take(/\b(?:the )?day after tomorrow\b/)) date = isOn(today.add({ days: 2 }));
  else if (take(/\bnext week\b/)) date = isOn(today.add({ days: 8 - today.dayOfWeek }));
  else if (take(/\bnext month\b/)) date = isOn(today.with({ day: 1 }).add({ months: 1 }));
  else if (take(/\b(?:this |the |next )?weekend\b/)) date = { type: 'weekday', weekday: 6, isNextWeeks: false };
  const partOfDay = take(/\b(?:in the |this |at )?(morning|noon|midday|lunchtime|afternoon|evening|night)\b/);
  if (partOfDay) time = partsOfDay.get(partOfDay) ?? null;
  if (partOfDay && words === '' && date.type === 'none' && /\bthis\b/.test(text)) date = isOn(today);
  if (date.type === 'none' && take(/\bnext (?=mon|tue|wed|thu|fri|sat|sun)/)) {
    const name = take(/\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b/);
    date = { type: 'weekday', weekday: weekdays.indexOf((name ?? '').slice(0, 3)) + 1, isNextWeeks: true };
  }
  return { date, time, words };
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** On the twelve-hour clock of a day: what is said of it, or the hours that people are awake, from 7 to 6. */
function byDay(time: Temporal.PlainTime, partOfDay: Temporal.PlainTime | null): Temporal.PlainTime {
  const isLate = partOfDay ? partOfDay.hour >= 12 : time.hour < 7;
  return isLate && time.hour < 12 ? time.add({ hours: 12 }) : time;
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

function onDate(date: DatePart, time: Temporal.PlainTime, now: Temporal.PlainDateTime): Temporal.PlainDateTime | null {
  const today = now.toPlainDate();
  switch (date.type) {
    case 'none':
      return null;
    case 'date': {
      const moment = date.date.toPlainDateTime(time);
      return date.hasYear || isAfter(moment, now) ? moment : moment.add({ years: 1 });
    }
    case 'weekday': {
      const monday = today.subtract({ days: today.dayOfWeek - 1 });
      const named = monday.add({ days: date.weekday - 1 + (date.isNextWeeks ? 7 : 0) }).toPlainDateTime(time);
      // «Until Friday», said on a Friday, is not the same day unless a time says so.
      const isToday = named.toPlainDate().equals(today) && time.equals(morning);
      return isAfter(named, now) && !isToday ? named : named.add({ weeks: 1 });
    }
  }
}

function isAfter(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(a, b) > 0;
}
