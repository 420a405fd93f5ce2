import { expect, test } from 'vitest';
import { isPlainDate } from './is-plain-date.ts';

test.each(['2027-01-01', '2027-12-31', '2028-02-29', '2027-04-30'])('%s is a date', (text) => {
  expect(isPlainDate(text)).toBe(true);
});

test.each(['2027-02-29', '2027-02-31', '2027-04-31', '2027-13-01', '2027-00-10', '2027-1-1', '2027-01-01T00:00Z', ''])(
  '%j is none',
  (text) => {
    expect(isPlainDate(text)).toBe(false);
  },
);
