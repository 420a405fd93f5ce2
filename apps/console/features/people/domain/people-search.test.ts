import { expect, test } from 'vitest';
import { fromDateField, isNarrowed, readPeopleSearch, toDateField } from './people-search.ts';

test.each(['02-29', '12-31', '01-01'])('%s is a day', (birthday) => {
  expect(readPeopleSearch({ birthday })).toEqual({ birthday });
  expect(fromDateField(toDateField(birthday))).toBe(birthday);
});

test.each(['02-30', '13-01', '2-3', '2024-02-29', 229, null, ''])(
  '%j is none, and narrows nothing down',
  (birthday) => {
    const search = readPeopleSearch({ birthday, q: '', zone: '' });
    expect(search).toEqual({});
    expect(isNarrowed(search)).toBe(false);
  },
);

test('a field that is emptied is not asked for', () => {
  expect(fromDateField('')).toBeUndefined();
  expect(toDateField(undefined)).toBe('');
});
