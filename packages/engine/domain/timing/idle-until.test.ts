import { expect, test } from 'vitest';
import { checkFires } from './check-timing.ts';
import { idleUntil } from './idle-until.ts';
import type { Rule, Timing } from './rule.ts';

const plannedUntil = Temporal.Instant.from('2027-03-29T12:00:00Z');

function idleOf(rule: Rule): string | null {
  const timing = { rule, localTime: '09:00', zone: 'Europe/London', dates: {}, holidays: new Map() };
  return idleUntil(timing as unknown as Timing, plannedUntil)?.toString() ?? null;
}

const rrule = (text: string, options: Partial<Rule> = {}) => ({ type: 'rrule', rrule: text, ...options }) as Rule;

test('what comes each week is looked at every time', () => {
  for (const text of ['FREQ=DAILY', 'RRULE:FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=MO,FR', 'FREQ=DAILY;INTERVAL=3']) {
    expect([text, idleOf(rrule(text, { startDate: '2027-01-04' }))]).toEqual([text, null]);
  }
});

test('what is over, has not begun or makes a pause is idle until thirty hours before it comes', () => {
  const daily = (options: Partial<Rule>) => idleOf(rrule('FREQ=DAILY', options));
  expect(daily({ startDate: '2027-06-10' })).toBe('2027-06-09T02:00:00Z');
  expect(idleOf(rrule('FREQ=DAILY;UNTIL=20270301'))).toBe('for-ever');
  expect(idleOf(rrule('FREQ=WEEKLY;BYDAY=SA', { excludeWeekends: true }))).toBe('for-ever');
  expect(idleOf(rrule('FREQ=WEEKLY;INTERVAL=8', { startDate: '2027-03-01' }))).toBe('2027-04-25T02:00:00Z');
  const july = Array.from({ length: 31 }, (_, day) => `2027-07-${String(day + 1).padStart(2, '0')}`);
  expect(daily({ startDate: '2027-07-01', excludeDates: july })).toBe('2027-07-31T02:00:00Z');
});

test('what comes again only behind a long time that is excluded is not taken for over', () => {
  const zone = 'Europe/London';
  const off = (days: number) =>
    new Map(
      Array.from({ length: days }, (_, n) => [
        plannedUntil.toZonedDateTimeISO(zone).add({ days: n }).toPlainDate().toString(),
        'off',
      ]),
    );
  const idleBehind = (interval: string, days: number) => {
    const rule = { type: 'every', interval, anchor: '2027-01-01T00:00:00Z' } as Rule;
    const timing = { rule, localTime: null, zone, dates: {}, holidays: off(days) } as unknown as Timing;
    expect(checkFires(timing, plannedUntil)).toBeNull();
    return idleUntil(timing, plannedUntil);
  };
  const idle = idleBehind('PT5M', 42);
  if (!(idle instanceof Temporal.Instant)) throw new Error(`It is idle until ${idle}.`);
  expect(idle.toString() > '2027-04-10' && idle.toString() < '2027-05-10').toBe(true);
  expect(idleBehind('PT1M', 5)).toBeNull();
  expect(idleBehind('PT2H', 20)?.toString()).toBe('2027-04-16T18:00:00Z');
});
