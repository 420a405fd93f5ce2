import { expect, test } from 'vitest';
import { calendarName } from './calendar-name.ts';

test('a calendar says its own name', () => {
  expect(calendarName('BEGIN:VCALENDAR\r\nX-WR-CALNAME:Cambodia\\, 2027\r\nEND:VCALENDAR', 'x.ics')).toBe(
    'Cambodia, 2027',
  );
  expect(calendarName('BEGIN:VCALENDAR\nNAME;LANGUAGE=en:Holidays\n', 'x.ics')).toBe('Holidays');
});

test('one that says nothing is called as its file', () => {
  expect(calendarName('BEGIN:VCALENDAR', 'england-and-wales.ics')).toBe('england-and-wales');
});
