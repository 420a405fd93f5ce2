import { describe, expect, test } from 'vitest';
import { emptyDraft, firstDue, nextRung, toNewSchedule, toPolicySteps, withPerson } from './reminder-draft.ts';

const now = Date.parse('2027-01-15T14:02:00Z');
const zone = 'America/New_York';
const draft = { ...emptyDraft(now, zone), personId: 'ann', title: ' Take pills ' };

test('a new draft is due soon, on the wall clock of the zone', () => {
  expect([draft.date, draft.time]).toEqual(['2027-01-15', '09:15']);
});

test('the suggestion moves to the clock of the person who is picked', () => {
  const picked = withPerson(draft, 'som', 'Asia/Phnom_Penh', now);
  expect([picked.personId, picked.date, picked.time]).toEqual(['som', '2027-01-15', '21:15']);
});

test('a time that somebody chose stays as it is written', () => {
  const chosen = { ...draft, time: '08:00', isTimeChosen: true };
  expect(withPerson(chosen, 'som', 'Asia/Phnom_Penh', now)).toMatchObject({ personId: 'som', time: '08:00' });
});

test('a single time in the person’s zone becomes an instant', () => {
  const due = firstDue({ ...draft, date: '2027-01-15', time: '09:30' }, zone, now);
  expect(due).toEqual({ instantMs: Date.parse('2027-01-15T14:30:00Z'), kind: 'exact' });
  expect(toNewSchedule(draft, Date.parse('2027-01-15T14:30:00Z'), 'p1')).toEqual({
    personId: 'ann',
    kind: 'reminder',
    title: 'Take pills',
    policyId: 'p1',
    rule: { type: 'once', at: '2027-01-15T14:30:00.000Z' },
  });
});

describe('a daily time', () => {
  const daily = { ...draft, when: 'daily' as const };

  test('comes today if it is still ahead', () => {
    expect(firstDue({ ...daily, time: '09:30' }, zone, now)?.instantMs).toBe(Date.parse('2027-01-15T14:30:00Z'));
  });

  test('comes tomorrow if it has passed', () => {
    expect(firstDue({ ...daily, time: '08:00' }, zone, now)?.instantMs).toBe(Date.parse('2027-01-16T13:00:00Z'));
  });

  test('follows the person and says so', () => {
    expect(toNewSchedule({ ...daily, time: '08:00' }, now, null)).toMatchObject({
      rule: { type: 'rrule', rrule: 'FREQ=DAILY' },
      localTime: '08:00',
      timeZone: 'person',
    });
  });
});

test('without a date or a time nothing is due', () => {
  expect(firstDue({ ...draft, date: '' }, zone, now)).toBeNull();
  expect(firstDue({ ...draft, time: '' }, zone, now)).toBeNull();
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
