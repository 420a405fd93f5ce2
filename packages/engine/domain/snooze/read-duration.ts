type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months';

const units: Record<string, Unit> = {
  m: 'minutes',
  min: 'minutes',
  mins: 'minutes',
  minute: 'minutes',
  minutes: 'minutes',
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  hour: 'hours',
  hours: 'hours',
  d: 'days',
  day: 'days',
  days: 'days',
  w: 'weeks',
  wk: 'weeks',
  wks: 'weeks',
  week: 'weeks',
  weeks: 'weeks',
  month: 'months',
  months: 'months',
};

const numbers = [
  'a',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

const unit = Object.keys(units).join('|');
const number = `\\d{1,6}(?:[.,]\\d{1,2})?|an|${numbers.join('|')}`;
const half = /^half (?:an? )?(hour|day)$/;
const part = new RegExp(`(${number})\\s*(${unit})(?![a-z])(?:\\s*(?:,|and))?\\s*`, 'y');

/** «An hour and a half», «two and a half hours». */
const andHalf = new RegExp(`^(${number})(?: (hours?|days?))? and a half(?: (hours?|days?))?$`);
/** «1h 30», «1h30»: minutes behind hours need not say so. */
const bareMinutes = /(\dh|hours?|hrs?) ?([0-5]?\d)$/;

/**
 * «3 days», «1h», «1 hour and 30 minutes», «1h30m», «1h 30», «half an hour», «an hour and a half»; null for anything else.
 * Days, weeks and months are the calendar's, hours and minutes elapse. Only hours and days come in fractions.
 */
export function readDuration(text: string): Temporal.Duration | null {
  const [, halved] = half.exec(text) ?? [];
  if (halved) return Temporal.Duration.from(halved === 'hour' ? { minutes: 30 } : { hours: 12 });
  const [, count = '', before, behind] = andHalf.exec(text) ?? [];
  const name = before ?? behind;
  // «One and a half hours» names its unit once.
  if (name !== undefined && (before === undefined || behind === undefined)) {
    return readParts(`${count} ${name} ${name.startsWith('h') ? '30 minutes' : '12 hours'}`);
  }
  return readParts(text.replace(bareMinutes, '$1 $2 minutes'));
}

function readParts(text: string): Temporal.Duration | null {
  const total: Partial<Record<Unit, number>> = {};
  part.lastIndex = 0;
  let end = 0;
  for (let match = part.exec(text); match; match = part.exec(text)) {
    const read = readPart(match[1] ?? '', units[match[2] ?? ''] ?? 'minutes');
    if (!read) return null;
    total[read.unit] = (total[read.unit] ?? 0) + read.count;
    end = part.lastIndex;
  }
  return end > 0 && end === text.length ? Temporal.Duration.from(total) : null;
}

function readPart(count: string, name: Unit): { unit: Unit; count: number } | null {
  const word = count === 'an' ? 1 : numbers.indexOf(count);
  const value = word >= 0 ? Math.max(word, 1) : Number(count.replace(',', '.'));
  if (Number.isInteger(value)) return { unit: name, count: value };
  if (name !== 'hours' && name !== 'days') return null;
  return { unit: 'minutes', count: Math.round(value * (name === 'hours' ? 60 : 24 * 60)) };
}
