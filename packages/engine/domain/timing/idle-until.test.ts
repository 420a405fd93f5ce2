import { expect, test } from 'vitest';
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
