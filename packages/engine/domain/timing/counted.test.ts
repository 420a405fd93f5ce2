import type { TimeZone } from '@belfry/kernel/time-zone';
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, test } from 'vitest';
import { checkFires } from './check-timing.ts';
import { nextSlots } from './next-slots.ts';
import { recurrence } from './nominals.ts';
import type { Timing } from './rule.ts';

const now = Temporal.Instant.from('2027-01-15T10:00:00Z');

function timingOf(rrule: string, startDate: string): Timing {
  const rule = { type: 'rrule' as const, rrule, startDate };
  return { rule, localTime: '09:00', zone: 'UTC' as TimeZone, dates: {}, holidays: new Map() };
}

const part = (...values: string[]) => fc.constantFrom('', ...values);
const rule = fc
  .tuple(
    fc.constantFrom('MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').map((freq) => `FREQ=${freq}`),
    fc.integer({ min: 1, max: 5 }).map((n) => `;INTERVAL=${n}`),
    part(';BYDAY=MO', ';BYDAY=SA,SU'),
    part(';BYHOUR=9', ';BYHOUR=8,12,18'),
    part(';BYMINUTE=30', ';BYMINUTE=0,59'),
    fc.integer({ min: 1, max: 60 }).map((n) => `;COUNT=${n}`),
  )
  .map((parts) => parts.join(''));

test('a COUNT ends where the library ends it, wherever one looks first', () => {
  fc.assert(
    fc.property(rule, fc.nat(400), fc.nat(400), fc.nat(100), (text, offset, days, length) => {
      const startDate = Temporal.PlainDate.from('2025-01-01').add({ days: offset });
      const start = startDate.toPlainDateTime('09:30');
      const first = start.add({ days: days - 20 });
      const last = first.add({ days: length });
      const ours = recurrence(text, startDate, start.toPlainTime(), 'skip');
      const named = [...ours.between({ first, last })].map(({ local }) => local.toString());
      const dtstart = start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
      const library = new RRuleTemporal({
        rruleString: `DTSTART:${dtstart}Z\nRRULE:${text}`,
        temporal: Temporal,
        maxIterations: 1_000_000,
      });
      const theirs = library.between(first.toZonedDateTime('UTC'), last.toZonedDateTime('UTC'), true);
      expect(named).toEqual(theirs.map((at) => at.toPlainDateTime().toString()));
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['FREQ=HOURLY;BYHOUR=8,12,18;COUNT=90', '2026-01-01'],
  ['FREQ=MINUTELY;INTERVAL=30;BYHOUR=9,10,11;COUNT=200', '2026-01-01'],
  ['FREQ=MINUTELY;BYMINUTE=59;COUNT=10000', '1990-01-01'],
  ['FREQ=DAILY;UNTIL=20260301', '2026-01-01'],
])('a rule that has ended is known to have, and is not looked for again: %s', (rrule, startDate) => {
  const timing = timingOf(rrule, startDate);
  expect(nextSlots(timing, now, 1)).toMatchObject({ slots: [], isOver: true });
  // A list shows hundreds of them. Counted anew in each window they took two seconds and more, each.
  const since = performance.now();
  for (let n = 0; n < 100; n++) nextSlots(timing, now, 1);
  expect(performance.now() - since).toBeLessThan(10_000);
});

test('a rule without an end, or before it, is not over', () => {
  expect(nextSlots(timingOf('FREQ=HOURLY;BYHOUR=8,12;COUNT=3', '2027-01-14'), now, 1)).toMatchObject({
    slots: [{ slot: '2027-01-15T12:00' }],
    isOver: false,
  });
  expect(nextSlots(timingOf('FREQ=HOURLY;BYHOUR=8,12;COUNT=3', '2027-01-14'), now, 2)).toMatchObject({
    slots: [{ slot: '2027-01-15T12:00' }],
    isOver: true,
  });
});

test('a count from too long ago is refused, naming the start', () => {
  const rrule = 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=10000';
  expect(checkFires(timingOf(rrule, '0001-01-01'), now)).toMatchObject({
    code: 'schedule.too-costly',
    path: 'rule.startDate',
  });
  expect(checkFires(timingOf(rrule, '1950-01-01'), now)).toBeNull();
  expect(checkFires(timingOf('FREQ=DAILY', '0001-01-01'), now)).toBeNull();
});
