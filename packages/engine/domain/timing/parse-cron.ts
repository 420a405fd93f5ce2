/** Five fields: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). */
export interface Cron {
  minutes: number[];
  hours: number[];
  monthDays: number[];
  months: number[];
  /** ISO: Monday is 1. */
  weekdays: number[];
  /** Both days are restricted: then either suffices, as cron has always had it. */
  isEitherDay: boolean;
}

export type ParsedCron = { ok: true; cron: Cron } | { ok: false; message: string };

interface Field {
  name: string;
  least: number;
  most: number;
  words?: readonly string[];
}

const fields = {
  minute: { name: 'minute', least: 0, most: 59 },
  hour: { name: 'hour', least: 0, most: 23 },
  monthDay: { name: 'day of the month', least: 1, most: 31 },
  month: {
    name: 'month',
    least: 1,
    most: 12,
    words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  weekday: { name: 'day of the week', least: 0, most: 7, words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
} satisfies Record<string, Field>;

class Malformed extends Error {}

/** Reads `minute hour day month weekday`, with `*`, lists, ranges, steps, and the English names of months and weekdays. */
export function parseCron(text: string): ParsedCron {
  const [minute, hour, monthDay, month, weekday, ...rest] = text.trim().toUpperCase().split(/\s+/);
  if (weekday === undefined || rest.length > 0 || !minute || !hour || !monthDay || !month) {
    return { ok: false, message: 'must have five fields: minute, hour, day of the month, month, day of the week' };
  }
  try {
    const cron: Cron = {
      minutes: readField(minute, fields.minute),
      hours: readField(hour, fields.hour),
      monthDays: readField(monthDay, fields.monthDay),
      months: readField(month, fields.month),
      weekdays: [...new Set(readField(weekday, fields.weekday).map((day) => day % 7 || 7))].sort((a, b) => a - b),
      isEitherDay: !monthDay.startsWith('*') && !weekday.startsWith('*'),
    };
    return { ok: true, cron };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, message: error.message };
    throw error;
  }
}

function readField(text: string, field: Field): number[] {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(item) ?? [];
    const every = step === undefined ? 1 : Number(step);
    if (range === '' || every < 1) throw malformed(field, item);
    const [from, to] = readRange(range, field, step !== undefined);
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function readRange(text: string, field: Field, hasStep: boolean): [from: number, to: number] {
  if (text === '*') return [field.least, field.name === fields.weekday.name ? 6 : field.most];
  const [begin = '', end, ...rest] = text.split('-');
  const from = readValue(begin, field);
  const to = end === undefined ? (hasStep ? field.most : from) : readValue(end, field);
  // FRI-SUN and MON-SUN: 7 is Sunday too, and a week may end with it.
  const last = end === 'SUN' && from > 0 ? field.most : to;
  if (rest.length > 0 || last < from) throw malformed(field, text);
  return [from, last];
}

function readValue(text: string, field: Field): number {
  const word = field.words?.indexOf(text) ?? -1;
  const value = word >= 0 ? word + (field.words?.length === 12 ? 1 : 0) : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  if (value < field.least || value > field.most) throw malformed(field, text);
  return value;
}

function malformed(field: Field, text: string): Malformed {
  return new Malformed(`"${text.slice(0, 20)}" is no ${field.name}: it goes from ${field.least} to ${field.most}`);
}
