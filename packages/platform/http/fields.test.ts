import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  duration,
  idOf,
  instant,
  multilineText,
  plainDate,
  plainTime,
  positiveDuration,
  text,
  timeZone,
  uuid,
  wholeNumber,
} from './fields.ts';
import { issuesOf } from './validation.ts';

function messageOf(schema: z.ZodType, value: unknown): string {
  const result = schema.safeParse(value);
  return result.success ? '' : (issuesOf(result.error)[0]?.message ?? '');
}

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('an instant', () => {
  it.each([
    ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z'],
    ['2026-11-20T09:00:00+07:00', '2026-11-20T02:00:00Z'],
    ['2026-11-20T09:00-05:30', '2026-11-20T14:30:00Z'],
    ['2026-11-20T09:00:00.123456789Z', '2026-11-20T09:00:00.123456Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00Z'],
  ])('%s is %s', (given, read) => {
    expect(instant.parse(given).toString()).toBe(read);
  });

  it.each([
    '2026-11-20T09:00:00',
    '2026-11-20',
    '2026-02-30T09:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20T09:00:00+07:00[Asia/Bangkok]',
    '1899-12-31T23:59:59Z',
    '+012026-11-20T09:00:00Z',
    'tomorrow',
    '',
  ])('%s is none', (given) => {
    expect(messageOf(instant, given)).toContain('ISO 8601');
  });

  it('is no number', () => expect(messageOf(instant, 1_800_000_000)).toContain('ISO 8601'));

  it('comes back as it went out, to the microsecond', () => {
    const micros = fc.bigInt({ min: -2_208_988_800_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(
      fc.property(micros, (value) => {
        const sent = new Temporal.Instant(value * 1000n);
        return instant.parse(z.encode(instant, sent)).equals(sent);
      }),
    );
  });
});

it('a date is a day of the calendar since 1900', () => {
  expect(plainDate.parse('2028-02-29').toString()).toBe('2028-02-29');
  for (const none of ['2026-02-29', '1899-12-31', '2026-1-1', '20260101', '2026-01-01T00:00:00Z', '10000-01-01']) {
    expect(messageOf(plainDate, none)).toContain('calendar date');
  }
});

it('a time has hours and minutes, and seconds where they matter', () => {
  expect(plainTime.parse('09:00').toString()).toBe('09:00:00');
  expect(plainTime.parse('23:59:59').toString()).toBe('23:59:59');
  for (const none of ['24:00', '9:00', '09:60', '09:00:60', '09:00Z', '0900', '09'])
    expect(accepts(plainTime, none)).toBe(false);
});

it('a time zone is an IANA name, in any letter case, and nothing else', () => {
  expect(timeZone.parse('asia/phnom_penh')).toBe('Asia/Phnom_Penh');
  for (const none of ['Mars/Phobos', '+07:00', '', 'UTC+7', 7]) expect(messageOf(timeZone, none)).toContain('IANA');
});

describe('a duration', () => {
  it.each(['PT15M', 'P2D', 'P1W', 'PT0S', 'PT1.5S', 'P3660D'])('may be %s', (given) => {
    expect(duration.parse(given).toString()).toBe(given);
  });
  it.each(['-PT5M', 'P1M', 'P1Y', '15 minutes', 'P3661D', 'PT99999999999999H', ''])('may not be %s', (given) => {
    expect(messageOf(duration, given)).toContain('ISO 8601 duration');
  });
  it('may have to be longer than nothing', () => {
    expect(accepts(positiveDuration, 'PT0S')).toBe(false);
    expect(accepts(positiveDuration, 'PT0.0004S')).toBe(false);
    expect(accepts(positiveDuration, 'PT0.001S')).toBe(true);
  });
});

it('an id is a UUID, in small letters afterwards', () => {
  expect(uuid.parse('0190A5D2-7C1E-7B5E-8000-000000000000')).toBe('0190a5d2-7c1e-7b5e-8000-000000000000');
  expect(messageOf(idOf(), '7')).toBe('must be a UUID');
});

describe('a line of text', () => {
  it('is trimmed and keeps what scripts and emoji need inside', () => {
    expect(text(20).parse('  សុខា\u200bសុខ  ')).toBe('សុខា\u200bសុខ');
    expect(text(20).parse('👩‍👩‍👧')).toBe('👩‍👩‍👧');
  });
  it.each(['', '   ', '\u200b', '\u2060\u200d'])('is not %j, where there is nothing to see', (given) => {
    expect(messageOf(text(20), given)).toBe('must not be empty');
  });
  it.each(['a\nb', 'a\tb', 'a\u0007b', 'a\u0085b', 'a\u2028b'])('is not %j', (given) => {
    expect(messageOf(text(20), given)).toBe('must be a single line of text');
  });
  it('has an end, counted after trimming', () => {
    expect(accepts(text(3), ' abc ')).toBe(true);
    expect(messageOf(text(3), 'abcd')).toBe('must be at most 3 characters long');
  });
});

it('text over several lines keeps them, with one kind of line end', () => {
  expect(multilineText(20).parse('a\r\nb\rc\n\td')).toBe('a\nb\nc\n\td');
  expect(messageOf(multilineText(20), 'a\u001bb')).toBe('must not hold control characters');
});

it('every field is a described string in the document, as it is sent', () => {
  const all = z.strictObject({
    instant,
    plainDate,
    plainTime,
    timeZone,
    duration,
    positiveDuration,
    uuid,
    line: text(5),
  });
  const { properties } = z.toJSONSchema(all, { io: 'input' });
  for (const property of Object.values(properties ?? {})) expect(property).toMatchObject({ type: 'string' });
  expect(properties).toMatchObject({
    instant: { format: 'date-time' },
    plainDate: { format: 'date' },
    duration: { format: 'duration' },
    positiveDuration: { format: 'duration' },
    uuid: { format: 'uuid' },
    line: { maxLength: 5 },
  });
});

describe('a whole number', () => {
  it.each([
    ['1', 1],
    ['0200', 200],
  ])('%s is %i', (given, read) => {
    expect(wholeNumber(1, 200).parse(given)).toBe(read);
  });

  it.each(['', ' ', '0', '201', '-1', '+5', '5.0', ' 5', '0x10', '1e1', 'NaN', 'Infinity', '9'.repeat(400), '٥'])(
    '%j is none',
    (given) => {
      expect(messageOf(wholeNumber(1, 200), given)).toBe('must be a whole number from 1 to 200');
    },
  );
});
