import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AlikeTimings } from './alike-timings.ts';
import { type Idleness, idleUntil } from './idle-until.ts';
import type { Rule, Slot, Timing } from './rule.ts';
import { layOut } from './slots.ts';
import { runSteps } from './steps.ts';

const now = Temporal.Instant.from('2027-03-27T12:00:00Z');
const until = now.add({ hours: 48 });
const zones = ['Europe/London', 'America/New_York', 'Asia/Katmandu', 'Pacific/Apia'] as const;

const rules: fc.Arbitrary<Rule> = fc.oneof(
  fc.constant<Rule>({ type: 'rrule', rrule: 'FREQ=DAILY' }),
  fc.constant<Rule>({ type: 'rrule', rrule: 'FREQ=DAILY', gap: 'skip' }),
  fc.constant<Rule>({ type: 'rrule', rrule: 'FREQ=DAILY;INTERVAL=2', startDate: '2027-03-01' }),
  fc.constantFrom<Rule>({ type: 'annual', field: 'birthDate' }, { type: 'annual', field: 'anniversaryDate' }),
  fc.constant<Rule>({ type: 'annual', field: 'birthDate', clamp: 'skip' }),
);
/** Around the window, around its edges, and anywhere in the year. */
const date = fc.oneof(
  fc.constantFrom('1952-02-29', '1960-03-28', '1971-03-28', '2027-03-28', '2028-03-28', null),
  fc.integer({ min: -20, max: 400 }).map((days) => Temporal.PlainDate.from('1980-03-28').add({ days }).toString()),
);
const timing: fc.Arbitrary<Timing> = fc.record({
  rule: rules,
  localTime: fc.constantFrom('09:00', '01:30'),
  zone: fc.constantFrom(...zones) as fc.Arbitrary<Timing['zone']>,
  dates: fc.record({ birthDate: date, anniversaryDate: date }),
  holidays: fc.constant(new Map()),
});

/**
 * Looking again earlier than the calendar would have it does no harm, if it is not by much. The calendar's is thirty hours
 * before it is due; that of a date, a day before it begins in UTC, is ten before it does where it begins first.
 */
function expectSafe(idle: Idleness, byCalendar: Idleness) {
  if (!(idle instanceof Temporal.Instant) || !(byCalendar instanceof Temporal.Instant))
    return expect(idle).toBe(byCalendar);
  const earlierMs = byCalendar.epochMilliseconds - idle.epochMilliseconds;
  expect(earlierMs).toBeGreaterThanOrEqual((10 - 30) * 3_600_000);
  expect(earlierMs).toBeLessThan(2 * 24 * 3_600_000);
}

const shown = ({ dueAt, ...slot }: Slot) => ({ ...slot, dueAt: dueAt.toString() });

test('of many schedules each is laid out as by itself', () => {
  const from = fc.constantFrom(now, now.add({ hours: 20 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(timing, from), { maxLength: 40 }), (many) => {
      const alike = new AlikeTimings(until);
      for (const [one, since] of many) {
        const { slots } = layOut(one, since, until);
        const laidOut = runSteps(alike.layOutInSteps(one, since));
        expect(laidOut.slots.map(shown)).toEqual(slots.map(shown));
        expectSafe(laidOut.idle, idleUntil(one, until));
      }
    }),
    { numRuns: 200 },
  );
});

test('whoever is not born yet has no birthday, beside others who have', () => {
  const alike = new AlikeTimings(until);
  const born = (birthDate: string) => {
    const timing = { rule: { type: 'annual', field: 'birthDate' }, localTime: '09:00', zone: 'Europe/London' } as const;
    const dates = { birthDate, anniversaryDate: null };
    const all = { ...timing, dates, holidays: new Map() } as unknown as Timing;
    return runSteps(alike.layOutInSteps(all, now)).slots.length;
  };
  expect(['1960-03-28', '2028-03-28', '1971-03-28'].map(born)).toEqual([1, 0, 1]);
});
