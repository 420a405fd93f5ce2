/** A part of BYDAY; `ordinal` is the 2 of 2TU. */
export interface WeekdayPart {
  ordinal: number | null;
  /** ISO: Monday is 1. */
  weekday: number;
}

/** UNTIL is an instant, or stands on the calendar; a date alone means the whole of it. */
export type Until = { instant: Temporal.Instant } | { local: Temporal.PlainDateTime };

export type Frequency = 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** A recurrence rule of RFC 5545, taken apart. Lists are empty where a part is absent. */
export interface RRule {
  freq: Frequency;
  interval: number;
  count: number | null;
  until: Until | null;
  byDay: WeekdayPart[];
  byMonth: number[];
  byMonthDay: number[];
  byHour: number[];
  byMinute: number[];
  bySecond: number[];
  byYearDay: number[];
  byWeekNo: number[];
  bySetPos: number[];
  /** ISO weekday on which weeks begin. */
  weekStart: number;
}

export type ParsedRRule = { ok: true; rrule: RRule } | { ok: false; message: string };

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const frequencies: readonly Frequency[] = ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
/** More is no count that anybody means, and counting is work. */
const mostCount = 10_000;
const mostInterval = 10_000;

class Malformed extends Error {}

/** Reads one RRULE without DTSTART: a schedule's start stands beside it. Unknown parts are refused, never ignored. */
export function parseRRule(text: string): ParsedRRule {
  try {
    return { ok: true, rrule: readParts(splitParts(text)) };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, message: error.message };
    throw error;
  }
}

function splitParts(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [, name, value] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw new Malformed(`must be parts like FREQ=DAILY with ; between them; "${part.slice(0, 40)}" is none`);
    }
    if (parts.has(name)) throw new Malformed(`must not have ${name} twice`);
    parts.set(name, value);
  }
  return parts;
}

function readParts(parts: Map<string, string>): RRule {
  const take = (name: string): string | undefined => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const numbers = (name: string, least: number, most: number, isSigned = false): number[] =>
    readNumbers(name, take(name), { least, most, isSigned });
  const freq = readFrequency(take('FREQ'));
  const rrule: RRule = {
    freq,
    interval: readNumbers('INTERVAL', take('INTERVAL'), { least: 1, most: mostInterval, isSingle: true })[0] ?? 1,
    count: readNumbers('COUNT', take('COUNT'), { least: 1, most: mostCount, isSingle: true })[0] ?? null,
    until: readUntil(take('UNTIL')),
    byDay: readWeekdays(take('BYDAY'), freq),
    byMonth: numbers('BYMONTH', 1, 12),
    byMonthDay: numbers('BYMONTHDAY', 1, 31, true),
    byHour: numbers('BYHOUR', 0, 23),
    byMinute: numbers('BYMINUTE', 0, 59),
    bySecond: numbers('BYSECOND', 0, 59),
    byYearDay: numbers('BYYEARDAY', 1, 366, true),
    byWeekNo: numbers('BYWEEKNO', 1, 53, true),
    bySetPos: numbers('BYSETPOS', 1, 366, true),
    weekStart: readWeekday('WKST', take('WKST') ?? 'MO'),
  };
  const [unknown] = parts.keys();
  if (unknown !== undefined)
    throw new Malformed(`must not have ${unknown}: it is no part of a rule, or not known here`);
  requireSense(rrule);
  return rrule;
}

/** RFC 5545, 3.3.10: which parts go together. */
function requireSense(rrule: RRule): void {
  const { freq } = rrule;
  if (rrule.count !== null && rrule.until !== null) throw new Malformed('must not have COUNT and UNTIL together');
  if (rrule.bySecond.length > 1)
    throw new Malformed('must not fire more often than once a minute: one BYSECOND at most');
  if (rrule.byWeekNo.length > 0 && freq !== 'YEARLY') throw new Malformed('may have BYWEEKNO with FREQ=YEARLY alone');
  if (rrule.byYearDay.length > 0 && ['DAILY', 'WEEKLY', 'MONTHLY'].includes(freq)) {
    throw new Malformed(`must not have BYYEARDAY with FREQ=${freq}`);
  }
  if (rrule.byMonthDay.length > 0 && freq === 'WEEKLY')
    throw new Malformed('must not have BYMONTHDAY with FREQ=WEEKLY');
  const { byDay, byMonth, byMonthDay, byHour, byMinute, byYearDay, byWeekNo } = rrule;
  const hasOther = [byDay, byMonth, byMonthDay, byHour, byMinute, byYearDay, byWeekNo].some((list) => list.length > 0);
  if (rrule.bySetPos.length > 0 && !hasOther) throw new Malformed('must have another BY… part beside BYSETPOS');
  if (byWeekNo.length > 0 && byDay.some(({ ordinal }) => ordinal !== null)) {
    throw new Malformed('must not have numbered weekdays beside BYWEEKNO');
  }
}

function readFrequency(value: string | undefined): Frequency {
  if (value === 'SECONDLY')
    throw new Malformed('must not fire more often than once a minute: FREQ=SECONDLY is refused');
  const freq = frequencies.find((name) => name === value);
  if (!freq) throw new Malformed(`must have FREQ, one of ${frequencies.join(', ')}`);
  return freq;
}

function readNumbers(
  name: string,
  value: string | undefined,
  {
    least,
    most,
    isSigned = false,
    isSingle = false,
  }: { least: number; most: number; isSigned?: boolean; isSingle?: boolean },
): number[] {
  if (value === undefined) return [];
  const numbers = value.split(',').map((text) => {
    const number = /^[+-]?\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    const size = isSigned ? Math.abs(number) : number;
    if (size >= least && size <= most) return number;
    throw new Malformed(`must have ${isSingle ? 'a number' : 'numbers'} from ${least} to ${most} as ${name}`);
  });
  if (isSingle && numbers.length > 1) throw new Malformed(`must have one number as ${name}`);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function readWeekdays(value: string | undefined, freq: Frequency): WeekdayPart[] {
  return (value?.split(',') ?? []).map((text) => {
    const [, ordinal, weekday = text] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
    const part = { ordinal: ordinal === undefined ? null : Number(ordinal), weekday: readWeekday('BYDAY', weekday) };
    if (part.ordinal === null) return part;
    if (freq !== 'MONTHLY' && freq !== 'YEARLY') throw new Malformed(`must not number weekdays with FREQ=${freq}`);
    const most = freq === 'MONTHLY' ? 5 : 53;
    if (part.ordinal === 0 || Math.abs(part.ordinal) > most) {
      throw new Malformed(`must number weekdays from 1 to ${most}, or from -1 to -${most}`);
    }
    return part;
  });
}

function readWeekday(name: string, text: string): number {
  const index = weekdays.indexOf(text);
  if (index < 0) throw new Malformed(`must have weekdays as ${name}: ${weekdays.join(', ')}`);
  return index + 1;
}

function readUntil(value: string | undefined): Until | null {
  if (value === undefined) return null;
  const [, year, month, day, time, hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(value) ?? [];
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: 'reject' });
    if (time === undefined) return { local: date.toPlainDateTime('23:59:59.999') };
    const local = date.toPlainDateTime(Temporal.PlainTime.from(`${hour}:${minute}:${second}`, { overflow: 'reject' }));
    return utc ? { instant: local.toZonedDateTime('UTC').toInstant() } : { local };
  } catch {
    throw new Malformed('must have a date like 20271231, or a time like 20271231T090000Z, as UNTIL');
  }
}
