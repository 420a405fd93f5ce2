import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, formatSeconds, minutesToDuration, parseDurationMs } from './duration.ts';

test('durations of fixed length are read as Temporal reads them', () => {
  const part = fc.integer({ min: 0, max: 90 });
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const duration = Temporal.Duration.from({ days, hours, minutes, seconds });
      const expected = duration.total({ unit: 'millisecond', relativeTo: Temporal.PlainDate.from('2027-01-01') });
      expect(parseDurationMs(duration.toString())).toBe(expected);
    }),
  );
});

test('months, and text that is no duration, are refused', () => {
  for (const text of ['P1M', 'P', 'PT', '15', 'PT15', '-PT5M']) expect(parseDurationMs(text)).toBeNull();
});

test('minutes become a duration that is read back as the same minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (m) => parseDurationMs(minutesToDuration(m)) === m * 60_000),
  );
});

test('a duration is told in at most two units', () => {
  expect(formatDuration(0, 'en')).toBe('0 min');
  expect(formatDuration(15 * 60_000, 'en')).toBe('15 min');
  expect(formatDuration((26 * 60 + 3) * 60_000, 'en')).toBe('1 day 2 hr');
});

test('a measured time is told in tenths as long as it is short', () => {
  expect(formatSeconds(0, 'en')).toBe('0 sec');
  expect(formatSeconds(0.37, 'en')).toBe('0.4 sec');
  expect(formatSeconds(12.4, 'en')).toBe('12 sec');
  expect(formatSeconds(5400, 'en')).toBe('1 hr 30 min');
});
