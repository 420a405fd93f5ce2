import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, offsetMs, wallTimeAt } from './wall-clock.ts';

const zones = [
  'UTC',
  'America/New_York',
  'Europe/London',
  'Asia/Phnom_Penh',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const anyZone = fc.constantFrom(...zones);
const anyMs = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) });

describe('wall clocks agree with Temporal', () => {
  test('an instant shows the same date, time and offset', () => {
    fc.assert(
      fc.property(anyMs, anyZone, (ms, zone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
        expect(wallTimeAt(ms, zone)).toEqual({
          date: zoned.toPlainDate().toString(),
          time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
        });
        expect(offsetMs(ms, zone)).toBe(zoned.offsetNanoseconds / 1e6);
      }),
    );
  });

  test('a wall time becomes the same instant, also around the days the clocks change', () => {
    const nearChange = fc.constantFrom(
      '2027-03-14',
      '2027-11-07',
      '2027-03-28',
      '2027-10-31',
      '2027-04-04',
      '2027-10-03',
    );
    const minuteOfDay = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(nearChange, minuteOfDay, anyZone, (date, minute, zone) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const zoned = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, {
          disambiguation: 'compatible',
        });
        expect(instantOf({ date, time }, zone).instantMs).toBe(zoned.epochMilliseconds);
      }),
      { numRuns: 500 },
    );
  });
});

test('a time the clock jumps over is called a gap and happens an hour later', () => {
  const placed = instantOf({ date: '2027-03-14', time: '02:30' }, 'America/New_York');
  expect(placed.kind).toBe('gap');
  expect(wallTimeAt(placed.instantMs, 'America/New_York').time).toBe('03:30');
});

test('a time that comes twice is called an overlap and means the first', () => {
  const placed = instantOf({ date: '2027-11-07', time: '01:30' }, 'America/New_York');
  expect(placed).toEqual({ kind: 'overlap', instantMs: Date.parse('2027-11-07T05:30:00Z') });
});
