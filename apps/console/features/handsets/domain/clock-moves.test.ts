import { expect, test } from 'vitest';
import { nextDue, tomorrowAtNine } from './clock-moves.ts';

test('tomorrow is tomorrow where the clock hangs', () => {
  const lateInLondon = Date.parse('2027-01-15T23:30:00Z');
  expect(new Date(tomorrowAtNine(lateInLondon, 'Europe/London')).toISOString()).toBe('2027-01-16T09:00:00.000Z');
  expect(new Date(tomorrowAtNine(lateInLondon, 'Asia/Phnom_Penh')).toISOString()).toBe('2027-01-17T02:00:00.000Z');
});

test('nine stays nine on the day the clocks change', () => {
  const eve = Date.parse('2027-03-13T17:00:00Z');
  expect(new Date(tomorrowAtNine(eve, 'America/New_York')).toISOString()).toBe('2027-03-14T13:00:00.000Z');
});

test('the next due time lies ahead, or there is none', () => {
  const planned = [
    { dueAt: '2027-01-15T15:00:00Z' },
    { dueAt: '2027-01-15T14:00:00Z' },
    { dueAt: '2027-01-15T14:30:00Z' },
  ];
  expect(nextDue(planned, Date.parse('2027-01-15T14:00:00Z'))).toBe(Date.parse('2027-01-15T14:30:00Z'));
  expect(nextDue([], 0)).toBeNull();
});
