import { expect, test } from 'vitest';
import { readActivitySearch, sinceInstant } from './activity-search.ts';

test('filters come from the address, and what is none is left out', () => {
  expect(readActivitySearch({ person: 'ann', state: 'missed', since: 'week' })).toEqual({
    person: 'ann',
    state: 'missed',
    since: 'week',
  });
  expect(readActivitySearch({ person: 5, state: 'weather', since: 'ever' })).toEqual({});
});

test('a week is counted back from now', () => {
  const now = Date.parse('2027-01-15T14:00:00Z');
  expect(sinceInstant('week', now)).toBe('2027-01-08T14:00:00.000Z');
  expect(sinceInstant(undefined, now)).toBeUndefined();
});
