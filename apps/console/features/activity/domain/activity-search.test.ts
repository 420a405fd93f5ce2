import { expect, test } from 'vitest';
import { askedOf, readActivitySearch } from './activity-search.ts';

const now = Date.parse('2027-01-15T14:00:00Z');

test('filters come from the address, and what is none is left out', () => {
  expect(readActivitySearch({ person: 'ann', state: 'missed', since: 'week' })).toEqual({
    person: 'ann',
    state: 'missed',
    since: 'week',
  });
  expect(readActivitySearch({ person: 5, state: 'weather', since: 'ever', day: '2027-02-31', author: 'a b' })).toEqual(
    {},
  );
});

test('a day stands instead of a span', () => {
  expect(readActivitySearch({ day: '2027-05-17', since: 'week' })).toEqual({ day: '2027-05-17' });
});

test('a week is counted back from now, and what is to come is left out', () => {
  expect(askedOf({ since: 'week' }, now)).toEqual({ from: '2027-01-08T14:00:00.000Z', to: 'now' });
  expect(askedOf({}, now)).toEqual({ to: 'now' });
});

test('a day holds what is to come on it, too', () => {
  const day = '2027-05-17';
  expect(askedOf({ day, author: 'greetings', state: 'withheld' }, now)).toEqual({
    ...{ day, author: 'greetings', state: ['cancelled', 'skipped'] },
  });
  expect(askedOf({ day, state: 'late' }, now)).toEqual({ day, late: 'true' });
  expect(askedOf({ state: 'planned' }, now)).toEqual({ state: ['planned', 'due'] });
});
