import type { Schedule } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { toReminderDraft, toScheduleChanges } from './reminder-edit.ts';

const now = Date.parse('2027-01-15T14:00:00Z');
const zone = 'America/New_York';
const schedule: Schedule = {
  id: 's1',
  state: 'active',
  version: 4,
  personId: 'ann',
  personName: 'Ann',
  kind: 'reminder',
  rule: { type: 'rrule', rrule: 'FREQ=WEEKLY;BYDAY=MO' },
  localTime: '08:00:00',
  timeZone: 'person',
  zone,
  title: 'Water the plants',
  body: null,
  author: null,
  policyId: 'p1',
  lateLimit: 'PT24H',
  importance: 'high',
  nextAt: '2027-01-18T13:00:00Z',
  createdAt: '2027-01-01T00:00:00Z',
};
const before = toReminderDraft(schedule, now);
const same = { zone, policyBefore: 'p1', policyId: 'p1' };

test('a form that nobody has touched changes nothing', () => {
  expect(toScheduleChanges(before, before, same)).toBeNull();
});

test('new words leave the rule alone, so that nothing is planned anew', () => {
  expect(toScheduleChanges(before, { ...before, title: 'Water them', body: 'All.' }, same)).toEqual({
    title: 'Water them',
    body: 'All.',
  });
});

test('a new weekday takes its time and zone along', () => {
  const draft = { ...before, timing: { ...before.timing, weekdays: ['TU' as const] } };
  expect(toScheduleChanges(before, draft, same)).toEqual({
    rule: { type: 'rrule', rrule: 'FREQ=WEEKLY;BYDAY=TU' },
    localTime: '08:00',
    timeZone: 'person',
  });
});

test('a rule that names its own times takes the local time away', () => {
  const draft = { ...before, timing: { ...before.timing, when: 'cron' as const } };
  expect(toScheduleChanges(before, draft, same)).toMatchObject({ rule: { type: 'cron' }, localTime: null });
});

test('a policy that is dropped is cleared', () => {
  expect(toScheduleChanges(before, before, { ...same, policyId: null })).toEqual({ policyId: null });
});

test('an instant stays an instant until its date is changed', () => {
  const once = toReminderDraft(
    { ...schedule, rule: { type: 'once', at: '2027-01-15T14:30:00Z' }, localTime: null },
    now,
  );
  expect([once.timing.date, once.timing.time]).toEqual(['2027-01-15', '09:30']);
  expect(toScheduleChanges(once, once, same)).toBeNull();
});
