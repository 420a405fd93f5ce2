import { expect, test } from 'vitest';
import { nextHolidays } from './next-holidays.ts';

const days = ['2026-12-25', '2027-01-01', '2027-04-14', '2027-04-15'].map((date) => ({ date, name: date }));

test('today is still to come, and no more are named than asked for', () => {
  expect(nextHolidays(days, '2027-01-01', 2).map(({ date }) => date)).toEqual(['2027-01-01', '2027-04-14']);
});

test('a calendar of the past has none', () => {
  expect(nextHolidays(days, '2028-01-01', 3)).toEqual([]);
});
