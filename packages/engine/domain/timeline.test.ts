import { newId, type PersonId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import type { Contact } from './occurrence.ts';
import type { Policy } from './policy.ts';
import { buildTimeline, type TimelineEntry } from './timeline.ts';

type Facts = Parameters<typeof buildTimeline>[0];
type Turn = Facts['chain'][number];

const [ann, bob] = [newId<PersonId>(), newId<PersonId>()];
const names = new Map([
  [ann, 'Ann Archer'],
  [bob, 'Bob Baker'],
]);
const dueAt = Temporal.Instant.from('2027-01-15T09:00:00Z');
const at = (minutes: number) => dueAt.add({ minutes });

const policy: Policy = {
  onUnknown: 'again',
  steps: [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }], message: null },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email', 'sms'] }], message: null },
    { after: 'PT15M', targets: [{ person: bob, channels: ['sms'] }], message: null },
  ],
};

const toAnn: Contact = {
  target: 0,
  personId: ann,
  personName: 'Ann Archer',
  channel: 'sms',
  address: '+12025550101',
  problem: null,
  subject: 'Take pills',
  text: 'Take pills',
  messageId: 'occ.1.0',
};

function turnOf(seq: number, kind: Turn['kind'], more: Partial<Turn> = {}): Turn {
  const nothing = { stepsTaken: 1, attempt: 0, contacts: [], reason: null, actor: null };
  return { seq, kind, state: 'open', at: at(seq), baseAt: dueAt, awaitsAnswer: true, ...nothing, ...more };
}

function outcomeOf(seq: number, n: number, status: Facts['outcomes'][number]['status'], minutes: number) {
  return { seq, target: 0, n, status, at: at(minutes), providerId: 'SM1', code: null, reason: null };
}

const build = (more: Partial<Facts>) =>
  buildTimeline({ personId: ann, chain: [], outcomes: [], policy, names, ...more });
const lines = (entries: readonly TimelineEntry[]) =>
  entries.map(({ at: when, type, status }) => `${dueAt.until(when).total('minutes')} ${type} ${status}`);

describe('the timeline', () => {
  const fired = turnOf(0, 'fired', { contacts: [toAnn] });

  test('of what is under way shows what happened and what would follow, in order of time', () => {
    const outcomes = [outcomeOf(0, 0, 'accepted', 0), outcomeOf(0, 1, 'delivered', 6)];
    const entries = build({ chain: [fired], outcomes });
    expect(lines(entries)).toEqual([
      '0 decision fired',
      '0 attempt delivered',
      '0 outcome accepted',
      '5 planned planned',
      '6 outcome delivered',
      '15 planned planned',
      '45 planned exhausted',
    ]);
    expect(entries[3]).toMatchObject({ personName: 'Ann Archer', channel: 'email', payload: { step: 2 } });
    expect(entries[5]).toMatchObject({ personName: 'Bob Baker', channel: 'sms', payload: { step: 3 } });
  });

  test('joins an attempt with its outcomes and shows what was sent', () => {
    const [, attempt, outcome] = build({ chain: [fired], outcomes: [outcomeOf(0, 0, 'accepted', 0)] });
    expect(attempt).toMatchObject({ attemptId: '0.0', reason: 'Step 1.', payload: { text: 'Take pills', step: 1 } });
    expect(outcome).toMatchObject({ attemptId: '0.0', payload: { providerId: 'SM1' } });
  });

  test('shows a call without an outcome as being sent', () => {
    expect(lines(build({ chain: [fired] }))).toContain('0 attempt sending');
  });

  test('says which try of a step it was, and that it was late', () => {
    const retry = turnOf(1, 'retry', { attempt: 1, contacts: [toAnn], reason: 'Late: it was due before.' });
    const attempts = build({ chain: [fired, retry] }).filter(({ type }) => type === 'attempt');
    expect(attempts.map(({ reason }) => reason)).toEqual(['Step 1.', 'Try 2 of step 1. Late: it was due before.']);
  });

  test('plans nothing more once somebody has answered, and says who and how', () => {
    const actor = { type: 'person', id: bob, name: 'Bob Baker', via: 'sms' } as const;
    const answered = turnOf(1, 'acknowledged', { state: 'acknowledged', awaitsAnswer: false, actor });
    const entries = build({ chain: [fired, answered] });
    expect(lines(entries)).toEqual(['0 decision fired', '0 attempt sending', '1 action acknowledged']);
    expect(entries.at(-1)).toMatchObject({ personId: bob, channel: 'sms', reason: 'Bob Baker by sms.' });
  });

  test('of an action by key names no person', () => {
    const actor = { type: 'key', id: 'k', name: 'Nightly job', via: 'API key' } as const;
    const done = turnOf(1, 'completed', { state: 'completed', awaitsAnswer: false, actor });
    const entry = build({ chain: [fired, done] }).at(-1);
    expect(entry).toMatchObject({ personId: null, personName: 'Nightly job', channel: null });
  });

  test('of what nobody answered ends with why', () => {
    const closed = turnOf(1, 'closed', { state: 'exhausted', awaitsAnswer: false, reason: 'Nobody answered.' });
    expect(build({ chain: [fired, closed] }).at(-1)).toMatchObject({
      type: 'decision',
      status: 'exhausted',
      reason: 'Nobody answered.',
    });
  });

  test('counts what is planned from where the steps really count', () => {
    const late = turnOf(0, 'fired', { baseAt: at(60), contacts: [toAnn] });
    const planned = build({ chain: [late] }).filter(({ type }) => type === 'planned');
    expect(lines(planned)).toEqual(['65 planned planned', '75 planned planned', '105 planned exhausted']);
  });

  test('without a policy plans nothing, and of what has not fired there is none', () => {
    const only = turnOf(0, 'fired', { awaitsAnswer: false, contacts: [toAnn] });
    expect(lines(build({ chain: [only], policy: null }))).toEqual(['0 decision fired', '0 attempt sending']);
    expect(build({})).toEqual([]);
  });
});
