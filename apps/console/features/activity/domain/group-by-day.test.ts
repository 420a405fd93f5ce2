import type { Occurrence } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { groupByDay } from './group-by-day.ts';

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
