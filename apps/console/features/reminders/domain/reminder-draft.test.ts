import { expect, test } from 'vitest';
import { emptyDraft, hasTime, nextRung, toNewSchedule, toPolicySteps, withPerson } from './reminder-draft.ts';

const now = Date.parse('2027-01-15T14:02:00Z');
const zone = 'America/New_York';
const draft = { ...emptyDraft(now, zone), personId: 'ann', title: ' Take pills ' };

test('a new draft is due soon, on the wall clock of the zone', () => {
  expect([draft.timing.date, draft.timing.time]).toEqual(['2027-01-15', '09:15']);
});

test('the suggestion moves to the clock of the person who is picked', () => {
  const picked = withPerson(draft, 'som', 'Asia/Phnom_Penh', now);
  expect([picked.personId, picked.timing.date, picked.timing.time]).toEqual(['som', '2027-01-15', '21:15']);
});

test('a time that somebody chose stays as it is written', () => {
  const chosen = { ...draft, timing: { ...draft.timing, time: '08:00' }, isTimeChosen: true };
  const picked = withPerson(chosen, 'som', 'Asia/Phnom_Penh', now);
  expect([picked.personId, picked.timing.time]).toEqual(['som', '08:00']);
});

test('a draft becomes a schedule with its words trimmed', () => {
  expect(toNewSchedule({ ...draft, body: ' With water. ', importance: 'high' }, zone, 'p1')).toEqual({
    personId: 'ann',
    kind: 'reminder',
    title: 'Take pills',
    body: 'With water.',
    importance: 'high',
    lateLimit: 'PT24H',
    policyId: 'p1',
    rule: { type: 'once', localDate: '2027-01-15' },
    localTime: '09:15',
    timeZone: 'person',
  });
});

test('without a date or a time nothing is due', () => {
  const { timing } = draft;
  expect(hasTime(timing)).toBe(true);
  expect(hasTime({ ...timing, date: '' })).toBe(false);
  expect(hasTime({ ...timing, time: '' })).toBe(false);
  expect(hasTime({ ...timing, when: 'daily', date: '' })).toBe(true);
  expect(hasTime({ ...timing, when: 'cron', cron: ' ' })).toBe(false);
});

test('rungs never go back in time, and the third asks for a second person', () => {
  const first = { ...nextRung([]), afterMinutes: 20 };
  const second = nextRung([first]);
  const third = nextRung([first, second]);
  expect([second.afterMinutes, third.afterMinutes]).toEqual([20, 20]);
  expect([first.person, second.person, third.person]).toEqual(['self', 'self', null]);
  expect(new Set([first.key, second.key, third.key]).size).toBe(3);
});

test('rungs become the steps of a policy', () => {
  expect(toPolicySteps(draft.rungs)).toEqual([
    { after: 'PT0M', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email'] }] },
  ]);
});
