import type { TimeZone } from '@belfry/kernel/time-zone';
import { expect, test } from 'vitest';
import { nextSlots } from './next-slots.ts';
import { parseCron } from './parse-cron.ts';

const from = Temporal.Instant.from('2027-01-15T00:00:00Z');

function next(cron: string, count: number): string[] {
  const dates = { birthDate: null, anniversaryDate: null };
  const timing = {
    rule: { type: 'cron', cron } as const,
    localTime: null,
    zone: 'UTC' as TimeZone,
    dates,
    holidays: new Map(),
  };
  return nextSlots(timing, from, count).slots.map(({ dueAt }) => dueAt.toString().slice(0, 'YYYY-MM-DDTHH:MM'.length));
}

test.each<[string, string[]]>([
  ['0 9 * * *', ['2027-01-15T09:00', '2027-01-16T09:00']],
  ['*/20 9-10 * * *', ['2027-01-15T09:00', '2027-01-15T09:20', '2027-01-15T09:40', '2027-01-15T10:00']],
  ['0 9 * * 1-5', ['2027-01-15T09:00', '2027-01-18T09:00']],
  ['0 9 * * 7', ['2027-01-17T09:00', '2027-01-24T09:00']],
  ['0 9 * * 0', ['2027-01-17T09:00', '2027-01-24T09:00']],
  ['0 9 * * sun,Wed', ['2027-01-17T09:00', '2027-01-20T09:00']],
  ['0 9 * * fri-sun', ['2027-01-15T09:00', '2027-01-16T09:00', '2027-01-17T09:00', '2027-01-22T09:00']],
  ['0 9 * * mon-sun/3', ['2027-01-17T09:00', '2027-01-18T09:00', '2027-01-21T09:00', '2027-01-24T09:00']],
  ['0 9 * * sun-mon', ['2027-01-17T09:00', '2027-01-18T09:00', '2027-01-24T09:00']],
  ['0 9 1 feb-apr *', ['2027-02-01T09:00', '2027-03-01T09:00', '2027-04-01T09:00', '2028-02-01T09:00']],
  // Both days restricted: either suffices, as cron has always had it.
  ['0 9 20 * 1', ['2027-01-18T09:00', '2027-01-20T09:00', '2027-01-25T09:00']],
  // A step over the star restricts nothing by itself: both must hold.
  ['0 9 */2 * 1', ['2027-01-25T09:00', '2027-02-01T09:00']],
  ['5/25 9 * * *', ['2027-01-15T09:05', '2027-01-15T09:30', '2027-01-15T09:55']],
  ['0 0 29 2 *', ['2028-02-29T00:00', '2032-02-29T00:00']],
])('%s', (line, expected) => {
  expect(next(line, expected.length)).toEqual(expected);
});

test.each([
  ['0 9 * *', /five fields/],
  ['0 0 9 * * *', /five fields/],
  ['@daily', /five fields/],
  ['60 9 * * *', /"60" is no minute/],
  ['0 24 * * *', /is no hour/],
  ['0 9 0 * *', /is no day of the month/],
  ['0 9 * 13 *', /is no month/],
  ['0 9 * * 8', /is no day of the week/],
  ['0 9 * * MONDAY', /is no day of the week/],
  ['5-1 9 * * *', /is no minute/],
  ['*/0 9 * * *', /is no minute/],
  ['1,,2 9 * * *', /is no minute/],
  ['-1 9 * * *', /is no minute/],
  ['0 9 L * *', /is no day of the month/],
])('«%s» is refused and says why', (line, reason) => {
  const parsed = parseCron(line);
  expect(parsed.ok).toBe(false);
  expect(!parsed.ok && parsed.message).toMatch(reason);
});
