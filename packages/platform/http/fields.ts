import { compareInstants } from '@belfry/kernel/instants';
import { parseTimeZone, type TimeZone } from '@belfry/kernel/time-zone';
import { z } from 'zod';

/**
 * What requests are made of. Each field is a string on the wire, described as such in OpenAPI, and a value behind it.
 * Answers use the plain strings of answer-fields.ts: an answer is stored and replayed as JSON (run-once.ts).
 */

/** RFC 3339, with a zone offset or Z; seconds may be absent. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/;
const EARLIEST = Temporal.Instant.from('1900-01-01T00:00:00Z');

/** Kept to the microsecond, as PostgreSQL does, so that what is answered is what was stored. */
export const instant = stringCodec<Temporal.Instant>({
  format: 'date-time',
  example: '2026-11-20T09:00:00Z',
  parse: (text) => (RFC_3339.test(text) ? truncate(Temporal.Instant.from(text)) : null),
  isInRange: (value) => compareInstants(value, EARLIEST) >= 0,
  message: 'must be an instant as ISO 8601 with Z or an offset, such as 2026-11-20T09:00:00Z, from 1900 to 9999',
});

/** Years 1900 to 9999. */
export const plainDate = stringCodec<Temporal.PlainDate>({
  format: 'date',
  example: '1950-02-28',
  parse: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : null),
  isInRange: (value) => value.year >= 1900,
  message: 'must be a calendar date, such as 1950-02-28, from 1900 to 9999',
});

/** A day of any year, as MM-DD; 02-29 is one of them. */
export const monthDay = stringCodec<Temporal.PlainMonthDay>({
  example: '02-28',
  parse: (text) => (/^\d\d-\d\d$/.test(text) ? Temporal.PlainMonthDay.from(`--${text}`, { overflow: 'reject' }) : null),
  message: 'must be a day of the year as MM-DD, such as 02-28',
});

/** HH:MM or HH:MM:SS, 00:00 to 23:59:59. */
export const plainTime = stringCodec<Temporal.PlainTime>({
  example: '09:00',
  parse: (text) => (/^\d\d:\d\d(:[0-5]\d)?$/.test(text) ? Temporal.PlainTime.from(text, { overflow: 'reject' }) : null),
  message: 'must be a local time as HH:MM or HH:MM:SS, from 00:00 to 23:59:59',
});

/** In its usual spelling, whatever the letter case given. */
export const timeZone = stringCodec<TimeZone>({
  example: 'Asia/Phnom_Penh',
  parse: parseTimeZone,
  message: 'must be an IANA time zone, such as Asia/Phnom_Penh',
});

const MAX_DURATION_DAYS = 3660;

/**
 * ISO 8601, zero or more, at most ten years. Years and months are refused, for they have no length; a day is 24 hours
 * and a week seven of them.
 */
export const duration = stringCodec<Temporal.Duration>({
  format: 'duration',
  example: 'PT15M',
  parse: (text) => Temporal.Duration.from(text),
  isInRange: (value) =>
    value.sign >= 0 && value.years === 0 && value.months === 0 && inDays(value) <= MAX_DURATION_DAYS,
  message: 'must be an ISO 8601 duration in weeks, days, hours, minutes or seconds, such as PT15M or P2D, not negative',
});

/** Time is counted in whole milliseconds. */
export const positiveDuration = duration.refine(
  (value) => value.total({ unit: 'milliseconds', relativeTo: '2026-01-01' }) >= 1,
  'must be longer than zero, a millisecond at least',
);

/** Such as the name of a system, or of a kind. */
export const word = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a word of a–z, 0–9, - and _, at most 40 characters long');

export const uuid = z.uuid('must be a UUID').toLowerCase();

/** A branded id of the kernel's. */
export function idOf<Id extends string>(): z.ZodType<Id, string> {
  return uuid as unknown as z.ZodType<Id, string>;
}

/**
 * A whole number in a path or a query, in digits alone. `Number` would take 0x10, 1e3, 5.0 and a blank for one too, which
 * nobody means.
 */
export function wholeNumber(minimum: number, maximum: number) {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return z.preprocess(
    (given) => (typeof given === 'string' && !/^-?\d+$/.test(given) ? Number.NaN : given),
    z.coerce.number(message).int(message).min(minimum, message).max(maximum, message),
  );
}

/** One line, trimmed, with something to see in it. `maxLength` in UTF-16 units, after trimming. */
export function text(maxLength: number) {
  return visible(maxLength).refine((value) => !/[\p{Cc}\u2028\u2029]/u.test(value), 'must be a single line of text');
}

/** BCP 47. */
export const locale = text(35).refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}, 'must be a BCP 47 language tag, such as en or km-KH');

/** The same over several lines; line ends become `\n`, tabs stay. */
export function multilineText(maxLength: number) {
  return visible(maxLength)
    .overwrite((value) => value.replace(/\r\n?/g, '\n'))
    .refine((value) => !/[^\P{Cc}\n\t]/u.test(value), 'must not hold control characters');
}

/** Joiners and zero-width spaces are part of Khmer, emoji and others, but are nothing to see by themselves. */
function visible(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(maxLength, `must be at most ${maxLength} characters long`)
    .refine((value) => value === '' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(value), 'must not be empty');
}

interface StringCodec<Value> {
  /** JSON Schema's name for it, where it has one. */
  format?: string;
  example: string;
  /** Null or an exception for what is none. */
  parse: (text: string) => Value | null;
  isInRange?: (value: Value) => boolean;
  message: string;
}

function stringCodec<Value extends { toString(): string }>(options: StringCodec<Value>) {
  const { format, example, parse, isInRange = () => true, message } = options;
  const decode = (text: string): Value | null => {
    try {
      const value = parse(text);
      return value !== null && isInRange(value) ? value : null;
    } catch {
      return null;
    }
  };
  // The output's own schema is never checked: decoding alone makes such values.
  return z
    .codec(z.string(message), z.custom<Value>(), {
      decode(text, context) {
        const value = decode(text);
        if (value !== null) return value;
        context.issues.push({ code: 'custom', message, input: text });
        return z.NEVER;
      },
      encode: (value) => value.toString(),
    })
    .meta({ type: 'string', ...(format ? { format } : {}), examples: [example] });
}

function truncate(value: Temporal.Instant): Temporal.Instant {
  return value.round({ smallestUnit: 'microsecond', roundingMode: 'trunc' });
}

function inDays(value: Temporal.Duration): number {
  return value.total({ unit: 'days', relativeTo: '2026-01-01' });
}
