import { expect, test } from 'vitest';
import { type Recurrence, readRRule, writeRRule } from './rrule-text.ts';

const daily: Recurrence = { freq: 'DAILY', interval: 1, weekdays: [], monthly: { day: 1 }, ends: { never: true } };
const weekly: Recurrence = { ...daily, freq: 'WEEKLY', interval: 2, weekdays: ['FR', 'MO'] };

test('what was chosen is written as RFC 5545 has it, weekdays in the order of the week', () => {
  expect(writeRRule(daily)).toBe('FREQ=DAILY');
  expect(writeRRule({ ...weekly, ends: { until: '2027-12-31' } })).toBe(
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20271231',
  );
  expect(writeRRule({ ...daily, freq: 'MONTHLY', monthly: { day: -1 }, ends: { count: 12 } })).toBe(
    'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=12',
  );
  expect(writeRRule({ ...daily, freq: 'MONTHLY', monthly: { nth: 2, weekday: 'TU' } })).toBe('FREQ=MONTHLY;BYDAY=2TU');
});

test.each([
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3;COUNT=5',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20280229',
  'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR',
])('%s is read into the fields of the form and written back as it was', (text) => {
  const read = readRRule(text);
  expect(read && writeRRule(read)).toBe(text);
});

test.each([
  'FREQ=YEARLY',
  'FREQ=DAILY;BYHOUR=9,17',
  'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=DAILY;UNTIL=20271231T120000Z',
  'nonsense',
])('%s has no fields in the form, and nothing of it is dropped', (text) => {
  expect(readRRule(text)).toBeNull();
});
