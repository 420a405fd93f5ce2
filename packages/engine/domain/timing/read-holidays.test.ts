import { expect, test } from 'vitest';
import { readHolidays } from './read-holidays.ts';
import { runSteps } from './steps.ts';

const now = Temporal.Instant.from('2027-01-15T00:00:00Z');
const calendar = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', ...events, 'END:VCALENDAR'].join('\r\n');
const event = (...lines: string[]) =>
  ['BEGIN:VEVENT', `UID:${lines.join('')}@example.com`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join(
    '\r\n',
  );
const daysOf = (ics: string) => {
  const read = runSteps(readHolidays(ics, now));
  return read.ok ? read.days.map(({ date, name }) => `${date} ${name}`) : read.message;
};

test('an iCalendar gives its days: single ones, several in a row, and those that recur', () => {
  const ics = calendar(
    event('DTSTART;VALUE=DATE:20271224', 'DTEND;VALUE=DATE:20271227', 'SUMMARY:Christmas'),
    event('DTSTART;VALUE=DATE:20270414', 'SUMMARY:New Year\\, the Khmer one'),
    event('DTSTART;VALUE=DATE:20270501', 'RRULE:FREQ=YEARLY;COUNT=3', 'SUMMARY:Labour Day'),
    event('DTSTART:20270704T090000Z', 'DTEND:20270704T170000Z'),
  );
  expect(daysOf(ics)).toEqual([
    '2027-04-14 New Year, the Khmer one',
    '2027-05-01 Labour Day',
    '2027-07-04 holiday',
    '2027-12-24 Christmas',
    '2027-12-25 Christmas',
    '2027-12-26 Christmas',
    '2028-05-01 Labour Day',
    '2029-05-01 Labour Day',
  ]);
});

test('an endless rule ends ten years from now', () => {
  const days = daysOf(calendar(event('DTSTART;VALUE=DATE:20270501', 'RRULE:FREQ=YEARLY', 'SUMMARY:Labour Day')));
  expect(days).toHaveLength(10);
});

test.each([
  ['', /iCalendar/],
  ['hello', /iCalendar/],
  [calendar(), /must have an event/],
  [calendar(event('DTSTART;VALUE=DATE:20200501', 'SUMMARY:Long ago')), /must have an event/],
  [calendar(event('DTSTART;VALUE=DATE:NONSENSE', 'SUMMARY:Nonsense')), /iCalendar/],
  [
    calendar(event('DTSTART:19700101T000000Z', 'RRULE:FREQ=MINUTELY', 'SUMMARY:Every minute')),
    /repeat within a day: "Every minute" has FREQ=MINUTELY/,
  ],
  [
    calendar(event('DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2,3', 'SUMMARY:Six a day')),
    /at most 5000/,
  ],
  [
    calendar(event('DTSTART;VALUE=DATE:20270501', 'RRULE:FREQ=YEARLY;COUNT=20000', 'SUMMARY:May Day')),
    /that of "May Day" must have a number from 1 to 10000 as COUNT/,
  ],
  [
    calendar(event('DTSTART;VALUE=DATE:00010101', 'RRULE:FREQ=DAILY;COUNT=10000', 'SUMMARY:May Day')),
    /not count from more than 100 years ago: "May Day" does/,
  ],
])('what is none, or too much, is refused: %#', (ics, reason) => {
  expect(daysOf(ics)).toMatch(reason);
});

test('what began long ago or lasts for ever is cut to what is of use', () => {
  const since1900 = daysOf(calendar(event('DTSTART;VALUE=DATE:19000101', 'RRULE:FREQ=DAILY', 'SUMMARY:Every day')));
  const longest = daysOf(calendar(event('DTSTART;VALUE=DATE:20270115', 'DTEND;VALUE=DATE:29990101', 'SUMMARY:Long')));
  expect([since1900.at(0), since1900.at(-1)]).toEqual(['2026-01-15 Every day', '2037-01-15 Every day']);
  expect([longest.at(0), longest.at(-1)]).toEqual(['2027-01-15 Long', '2037-01-15 Long']);
});

test.each([
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO',
  'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31',
])('an event whose rule never comes has no days, and costs no time: %s', (rrule) => {
  const days = calendar(
    event('DTSTART;VALUE=DATE:20270101', `RRULE:${rrule}`, 'SUMMARY:Never'),
    event('DTSTART;VALUE=DATE:20270501', 'SUMMARY:Labour Day'),
  );
  expect(daysOf(days)).toEqual(['2027-05-01 Labour Day']);
});

test('EXDATE leaves a day out, RDATE adds one, and UNTIL in UTC ends a rule by the clocks of its zone', () => {
  const ics = calendar(
    event(
      'DTSTART;TZID=Asia/Tokyo:20270105T080000',
      'RRULE:FREQ=DAILY;UNTIL=20270107T230000Z',
      'EXDATE;TZID=Asia/Tokyo:20270106T080000',
      'RDATE;VALUE=DATE:20270120',
      'SUMMARY:Inventory',
    ),
  );
  expect(daysOf(ics)).toEqual(['05', '07', '08', '20'].map((day) => `2027-01-${day} Inventory`));
});
