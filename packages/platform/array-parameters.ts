/**
 * Array parameters of statements that take thousands of rows, in the forms that cost least: node-postgres would look at each
 * element of an array for what has to be escaped, which took a third of the time of a claim in this process. What PostgreSQL
 * is slow to read as text, UUIDs, instants and dates, is given to it in binary (docs/decisions/0057).
 */

/** Without a comma, a brace, a quote or a space: numbers, booleans, words, and instants and dates as ISO has them. */
export type Plain = string | number | bigint | boolean | null;

/** @returns as text */
export function plainArray(values: readonly Plain[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** @returns as text */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;
}

const special = /["\\]/g;

function quoted(text: string): string {
  return `"${text.replace(special, '\\$&')}"`;
}

/** @returns in binary, for `uuid[]` */
export function uuidArray(ids: readonly (string | null)[]): Buffer {
  return binaryArray(ids, { oid: 2950, bytes: 16, write: writeUuid });
}

/** @returns in binary, for `timestamptz[]`, which counts microseconds */
export function instantArray(instants: readonly Temporal.Instant[]): Buffer {
  // Of what is written at once many are one and the same; so are days.
  let last: Temporal.Instant | null = null;
  let microseconds = 0n;
  return binaryArray(instants, {
    ...{ oid: 1184, bytes: 8 },
    write(buffer, instant, at) {
      if (instant !== last) microseconds = microsecondsSinceEpoch(instant);
      last = instant;
      buffer.writeBigInt64BE(microseconds, at);
    },
  });
}

/**
 * @param days as YYYY-MM-DD
 * @returns in binary, for `date[]`
 */
export function dayArray(days: readonly (string | null)[]): Buffer {
  let last: string | null = null;
  let number = 0;
  return binaryArray(days, {
    ...{ oid: 1082, bytes: 4 },
    write(buffer, day, at) {
      if (day !== last) number = daysSinceEpoch(day);
      last = day;
      buffer.writeInt32BE(number, at);
    },
  });
}

/** PostgreSQL counts from 2000-01-01T00:00:00Z. */
const epochMs = 946_684_800_000;
const dayMs = 86_400_000;

function microsecondsSinceEpoch(instant: Temporal.Instant): bigint {
  const nanoseconds = instant.epochNanoseconds - BigInt(epochMs) * 1_000_000n;
  // To the nearest, as PostgreSQL reads text; a bigint is divided towards zero.
  return (nanoseconds + (nanoseconds < 0n ? -500n : 500n)) / 1000n;
}

function daysSinceEpoch(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  // There are days that Date takes for another: 30 February.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(`${day}T`))
    throw new TypeError(`${JSON.stringify(day)} is no date.`);
  return (ms - epochMs) / dayMs;
}

const notHex = 0xff;
const hexValues = new Uint8Array(128).fill(notHex);
for (const digit of '0123456789abcdefABCDEF') hexValues[digit.charCodeAt(0)] = Number.parseInt(digit, 16);
const hexValue = (code: number) => hexValues[code] ?? notHex;

const uuidLength = 36;
/** Where its bytes begin in a UUID's text, between the hyphens. */
const placesOfBytes = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

function writeUuid(buffer: Buffer, id: string, at: number): void {
  let digits = id.length === uuidLength ? 0 : notHex;
  let next = at;
  for (const place of placesOfBytes) {
    const [high, low] = [hexValue(id.charCodeAt(place)), hexValue(id.charCodeAt(place + 1))];
    digits |= high | low;
    buffer[next] = (high << 4) | low;
    next += 1;
  }
  if (digits > 0xf) throw new TypeError(`${JSON.stringify(id)} is no UUID.`);
}

interface ElementType<T> {
  /** As pg_type has it, the same in every installation. */
  oid: number;
  bytes: number;
  write(buffer: Buffer, value: T, at: number): void;
}

const headBytes = 20;
const lengthBytes = 4;

/**
 * What array_recv reads: how many dimensions, that there may be nulls, the elements' type; how many, and the first index; and each
 * element behind its length, which is -1 of a null.
 */
function binaryArray<T>(values: readonly (T | null)[], { oid, bytes, write }: ElementType<T>): Buffer {
  const buffer = Buffer.allocUnsafe(headBytes + values.length * (lengthBytes + bytes));
  let at = 0;
  for (const head of [1, 1, oid, values.length, 1]) at = buffer.writeInt32BE(head, at);
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? -1 : bytes, at);
    if (value === null) continue;
    write(buffer, value, at);
    at += bytes;
  }
  return buffer.subarray(0, at);
}
