import type { TimeZone } from '@belfry/kernel/time-zone';
import { expect, test } from 'vitest';
import { nextSlots } from './next-slots.ts';
import { withPreviewNotes } from './preview-notes.ts';
import type { Rule } from './rule.ts';

const notesOf = (rrule: string, createdAt: string, holidays: [string, string][] = []) => {
  const rule: Rule = { type: 'rrule', rrule, startDate: '2027-01-15' };
  const dates = { birthDate: null, anniversaryDate: null };
  const timing = { rule, localTime: '09:00', zone: 'UTC' as TimeZone, dates, holidays: new Map(holidays) };
  const now = Temporal.Instant.from(createdAt);
  return withPreviewNotes(timing, nextSlots(timing, now, 3).slots, now).map(({ notes }) => notes);
};

test('a COUNT that includes what was due before the schedule began says so, once', () => {
  expect(notesOf('FREQ=DAILY;COUNT=3', '2027-01-15T10:00:00Z')).toEqual([
    ['COUNT counts from 2027-01-15: 1 of 3 lie before the schedule began'],
    [],
  ]);
  expect(notesOf('FREQ=DAILY;COUNT=3', '2027-01-15T08:00:00Z')).toEqual([[], [], []]);
  expect(notesOf('FREQ=DAILY', '2027-01-15T10:00:00Z')).toEqual([[], [], []]);
});

test('the first one behind the last holiday that is known says so', () => {
  expect(notesOf('FREQ=DAILY', '2027-01-15T10:00:00Z', [['2027-01-17', 'Feast']])).toEqual([
    [],
    ['no holidays are known after 2027-01-17'],
    [],
  ]);
});
