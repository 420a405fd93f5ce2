import type { Occurrence } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { groupByDay, isOn } from './group-by-day.ts';

const due = (...instants: string[]) => instants.map((dueAt) => ({ dueAt }) as Occurrence);

test('a day is one of the reader’s calendar, not of UTC', () => {
  const found = due('2027-01-15T23:30:00Z', '2027-01-15T22:30:00Z', '2027-01-14T12:00:00Z');
  expect(groupByDay(found, 'Europe/Berlin').map(({ date, occurrences }) => [date, occurrences.length])).toEqual([
    ['2027-01-16', 1],
    ['2027-01-15', 1],
    ['2027-01-14', 1],
  ]);
  expect(groupByDay(found, 'UTC').map(({ occurrences }) => occurrences.length)).toEqual([2, 1]);
});

test('half past midnight in Tokyo is not on the day under which it stands in London', () => {
  const at = '2027-01-29T15:30:00Z';
  const [day] = groupByDay(due(at), 'Europe/London');
  expect(day?.date).toBe('2027-01-29');
  expect(isOn('2027-01-29', at, 'Asia/Tokyo')).toBe(false);
  expect(isOn('2027-01-30', at, 'Asia/Tokyo')).toBe(true);
});
