import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canWait, quietUntil } from './quiet-hours.ts';

const night = { start: '22:00', end: '07:00' };
const until = (hours: { start: string; end: string }, zone: string, at: string) =>
  quietUntil(hours, zone, Temporal.Instant.from(at))?.toString() ?? null;

describe('quiet hours', () => {
  test.each([
    ['2027-01-15T21:59:59Z', null],
    ['2027-01-15T22:00:00Z', '2027-01-16T07:00:00Z'],
    ['2027-01-16T03:00:00Z', '2027-01-16T07:00:00Z'],
    ['2027-01-16T06:59:59Z', '2027-01-16T07:00:00Z'],
    ['2027-01-16T07:00:00Z', null],
  ])('over midnight in London: at %s until %s', (at, end) => {
    expect(until(night, 'Europe/London', at)).toBe(end);
  });

  test.each([
    ['2027-01-15T04:59:00Z', null],
    ['2027-01-15T05:00:00Z', '2027-01-15T07:00:00Z'],
    ['2027-01-15T07:00:00Z', null],
  ])('within a day of New York: at %s until %s', (at, end) => {
    expect(until({ start: '00:00', end: '02:00' }, 'America/New_York', at)).toBe(end);
  });

  test('last an hour less in the night in which the clocks go forward, an hour more when they go back', () => {
    expect(until(night, 'Europe/London', '2027-03-27T22:00:00Z')).toBe('2027-03-28T06:00:00Z');
    expect(until(night, 'Europe/London', '2027-10-30T21:00:00Z')).toBe('2027-10-31T07:00:00Z');
    expect(until(night, 'Australia/Sydney', '2027-04-03T11:00:00Z')).toBe('2027-04-03T21:00:00Z');
  });

  test('end as much later as the clocks jump where they jump over the end', () => {
    expect(until({ start: '22:00', end: '02:30' }, 'America/New_York', '2027-03-14T06:00:00Z')).toBe(
      '2027-03-14T07:30:00Z',
    );
  });

  test('that begin where they end, or that there are not, are none', () => {
    expect(until({ start: '00:00', end: '00:00' }, 'UTC', '2027-01-15T00:00:00Z')).toBeNull();
    expect(quietUntil(null, 'UTC', Temporal.Instant.from('2027-01-15T00:00:00Z'))).toBeNull();
  });

  test('always end, and later than the instant that they hold at', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((minute) => Temporal.PlainTime.from('00:00').add({ minutes: minute }));
    const zone = fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia');
    const at = fc
      .integer({ min: 0, max: 366 * 24 * 60 })
      .map((minute) => Temporal.Instant.from('2027-01-01T00:00:00Z').add({ minutes: minute }));
    fc.assert(
      fc.property(time, time, zone, at, (start, end, where, instant) => {
        const hours = { start: start.toString().slice(0, 5), end: end.toString().slice(0, 5) };
        const ends = quietUntil(hours, where, instant);
        if (!ends) return;
        expect(Temporal.Instant.compare(ends, instant)).toBe(1);
        expect(instant.until(ends).total('hours')).toBeLessThanOrEqual(25);
        // Two nights follow one another at most where a jump of the clocks eats the gap between them.
        const again = quietUntil(hours, where, ends);
        expect(again && quietUntil(hours, where, again)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

test('only what is of low or medium importance can wait', () => {
  expect(['low', 'medium', 'high', 'critical'].map(canWait)).toEqual([true, true, false, false]);
});
