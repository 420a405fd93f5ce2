import { expect, test } from 'vitest';
import { readGreetingsSearch } from './greetings-search.ts';

test('a date of the address is the day that is shown', () => {
  expect(readGreetingsSearch({ date: '2028-02-29' })).toEqual({ date: '2028-02-29' });
});

test.each(['2027-02-29', '2027-02-31', '2027-04-31', 'tomorrow', 20270517, null])('%j means today', (date) => {
  expect(readGreetingsSearch({ date })).toEqual({});
});
