import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const date = 'Fri, 15 Jan 2027 14:30:00 GMT';

test('seconds are taken as they are', () => {
  expect(retryAfterMs({ 'retry-after': '7' })).toBe(7000);
  expect(retryAfterMs({ 'retry-after': ' 0 ' })).toBe(0);
});

test('a date counts from the answer’s own date, whatever time it is here', () => {
  expect(retryAfterMs({ date, 'retry-after': 'Fri, 15 Jan 2027 14:31:30 GMT' })).toBe(90_000);
});

test('a date that has passed means now', () => {
  expect(retryAfterMs({ date, 'retry-after': 'Fri, 15 Jan 2027 14:29:00 GMT' })).toBe(0);
});

test.each([{}, { date }, { date, 'retry-after': 'soon' }, { 'retry-after': date }])(
  'nothing can be said of %j',
  (headers) => {
    expect(retryAfterMs(headers)).toBeNull();
  },
);
