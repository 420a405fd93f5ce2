import { describe, expect, test } from 'vitest';
import type { Rule } from './read-rule.ts';
import { emptyTiming, toRule, toTimingDraft, weekdayOf } from './timing-draft.ts';

const zone = 'America/New_York';
const draft = { ...emptyTiming('2027-01-15', '09:15'), when: 'weekly' as const };

test('a form begins on the weekday and the day of the month that it suggests', () => {
  expect(weekdayOf('2027-01-15')).toBe('FR');
  expect(draft).toMatchObject({ weekdays: ['FR'], monthDay: 15, timeZone: 'person' });
});

test('once is a local date, so that it moves with the person', () => {
  expect(toRule({ ...draft, when: 'once' }, zone)).toEqual({
    rule: { type: 'once', localDate: '2027-01-15' },
    localTime: '09:15',
    timeZone: 'person',
  });
});

test('an elapsed repetition begins at an instant and has no local time', () => {
  expect(toRule({ ...draft, when: 'every', every: 2, everyUnit: 'days' }, zone)).toEqual({
    rule: { type: 'every', interval: 'P2D', anchor: '2027-01-15T14:15:00.000Z' },
    timeZone: 'person',
  });
});

test('exclusions and placing are sent only where they were chosen', () => {
  const exclusions = { dates: ['2027-12-24'], weekends: true, holidays: ['h1'] };
  const placing = { gap: 'skip', overlap: 'both', clamp: 'skip' } as const;
  expect(toRule({ ...draft, exclusions, placing }, zone).rule).toEqual({
    type: 'rrule',
    rrule: 'FREQ=WEEKLY;BYDAY=FR',
    excludeDates: ['2027-12-24'],
    excludeWeekends: true,
    excludeHolidays: ['h1'],
    gap: 'skip',
    overlap: 'both',
    clamp: 'skip',
  });
});

describe('an existing rule comes back out of the form as it was', () => {
  const rules: [string, Rule, string | null][] = [
    ['once on a local date', { type: 'once', localDate: '2027-02-01' }, '08:00'],
    ['weekly', { type: 'rrule', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', excludeWeekends: true }, '08:00'],
    ['monthly on a weekday', { type: 'rrule', rrule: 'FREQ=MONTHLY;BYDAY=-1FR', clamp: 'skip' }, '08:00'],
    ['what the form has no fields for', { type: 'rrule', rrule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU' }, '08:00'],
    ['annual', { type: 'annual', field: 'anniversaryDate' }, '10:00'],
    [
      'annual in one year alone, on the day itself and on 1 March',
      { type: 'annual', field: 'nameDay', count: 1, sameDay: true, clamp: 'next' },
      '10:00',
    ],
    [
      'every second week from a date',
      { type: 'rrule', rrule: 'FREQ=WEEKLY;INTERVAL=2', startDate: '2027-01-04' },
      '08:00',
    ],
    ['cron', { type: 'cron', cron: '30 7 * * *' }, null],
    ['elapsed', { type: 'every', interval: 'PT90M', anchor: '2027-01-15T14:15:00.000Z' }, null],
  ];
  test.each(rules)('%s', (_what, rule, localTime) => {
    const read = toTimingDraft(rule, { localTime, timeZone: 'person', first: { date: '2027-01-15', time: '09:15' } });
    expect(toRule(read, zone).rule).toEqual(rule);
  });
});

test.each([
  ['P1DT2H', 26, 'hours'],
  ['P2D', 2, 'days'],
  ['P1W', 7, 'days'],
  ['PT48H', 48, 'hours'],
  ['PT1H30M', 90, 'minutes'],
  ['P1DT5M', 1445, 'minutes'],
  ['PT90S', 1.5, 'minutes'],
])('an interval of %s is every %d %s', (interval, every, everyUnit) => {
  const rule: Rule = { type: 'every', interval, anchor: '2027-01-15T14:15:00.000Z' };
  const first = { date: '2027-01-15', time: '09:15' };
  const read = toTimingDraft(rule, { localTime: null, timeZone: 'person', first });
  expect(read).toMatchObject({ every, everyUnit });
});

test('what the form does not show goes with the kind of rule that it belongs to', () => {
  const read = toTimingDraft(
    { type: 'annual', field: 'birthDate', count: 1, clamp: 'next' },
    { localTime: '10:00', timeZone: 'person', first: { date: '2027-01-15', time: '09:15' } },
  );
  expect(toRule({ ...read, time: '11:00' }, zone).rule).toMatchObject({ count: 1, clamp: 'next' });
  expect(toRule({ ...read, when: 'monthly' }, zone).rule).toEqual({
    type: 'rrule',
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=15',
  });
});
