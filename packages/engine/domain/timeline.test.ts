import { newId, type PersonId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import type { Contact } from './occurrence.ts';
import type { Policy, Step } from './policy.ts';
import type { Recipient } from './resolve-targets.ts';
import { buildTimeline } from './timeline.ts';
import type { OutcomeRecord, TimelineEntry, TimelineFacts, TimelineTurn } from './timeline-entry.ts';

const [ann, bob] = [personOf('Ann Archer', ['sms', 'email']), personOf('Bob Baker', ['sms'])];
const dueAt = Temporal.Instant.from('2027-01-15T09:00:00Z');
const at = (minutes: number) => dueAt.add({ minutes });

function personOf(name: string, channels: string[]): Recipient {
  const contactPoints = channels.map((channel) => ({ channel, address: `${channel} of ${name}`, isOptedOut: false }));
  const usual = { locale: 'en', timeZone: 'Europe/London', quietHours: null, isDeleted: false };
  return { id: newId<PersonId>(), name, contactPoints, ...usual };
}

function policyOf(...steps: Pick<Step, 'after' | 'targets'>[]): Policy {
  const rest = { fallback: null, repageAfter: null, patience: 'PT30M', onUnknown: 'again' as const };
  return { ...rest, steps: steps.map((step) => ({ ...step, message: null, repeat: null })) };
}

const policy = policyOf(
  { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
  { after: 'PT5M', targets: [{ person: 'self', channels: ['email', 'sms'] }] },
  { after: 'PT15M', targets: [{ person: bob.id, channels: ['sms'] }] },
);

const household: NonNullable<TimelineFacts['household']> = {
  occurrenceId: 'occ',
  schedule: {
    title: 'Take pills',
    body: null,
    lateLimit: 'PT24H',
    importance: 'medium',
    isDigest: false,
    stopped: null,
  },
  self: ann,
  people: new Map([[bob.id, bob]]),
  relations: [],
  isDeliveryDisabled: false,
  throttle: null,
  canSend: () => true,
  linkFor: () => null,
  words: null,
  digest: null,
  askedAt: null,
  notBefore: null,
};

const toAnn: Contact = {
  target: 0,
  personId: ann.id,
  personName: 'Ann Archer',
  channel: 'sms',
  address: '+12025550101',
  problem: null,
  alternatives: [],
  subject: 'Take pills',
  text: 'Take pills',
  messageId: 'occ.1.0',
  link: null,
};

function turnOf(seq: number, kind: TimelineTurn['kind'], more: Partial<TimelineTurn> = {}): TimelineTurn {
  const counts = { round: 0, stepsTaken: 1, repeatsTaken: 0, attempt: 0 };
  const nothing = { contacts: [], reason: null, actor: null };
  return { seq, kind, state: 'open', at: at(seq), baseAt: dueAt, awaitsAnswer: true, ...counts, ...nothing, ...more };
}

function outcomeOf(seq: number, n: number, status: OutcomeRecord['status'], minutes: number): OutcomeRecord {
  return { seq, target: 0, n, status, at: at(minutes), providerId: 'SM1', code: null, reason: null, followUp: null };
}

const build = (more: Partial<TimelineFacts>) => buildTimeline({ chain: [], outcomes: [], policy, household, ...more });
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
    const actor = { type: 'person', id: bob.id, name: 'Bob Baker', via: 'sms' } as const;
    const answered = turnOf(1, 'acknowledged', { state: 'acknowledged', awaitsAnswer: false, actor });
    const entries = build({ chain: [fired, answered] });
    expect(lines(entries)).toEqual(['0 decision fired', '0 attempt sending', '1 action acknowledged']);
    expect(entries.at(-1)).toMatchObject({ personId: bob.id, channel: 'sms', reason: 'Bob Baker by sms.' });
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

  test('shows the repeats, the pending retry and what quiet hours will do, each with why', () => {
    const repeat = { every: 'PT2M', times: 1 };
    const again = { ...policy, steps: [{ ...policy.steps[0]!, repeat }, ...policy.steps.slice(1)] };
    const failed = { ...outcomeOf(0, 0, 'failed', 0), followUp: { kind: 'retry' as const, at: at(1) } };
    const quiet = { ...bob, quietHours: { start: '09:15', end: '10:00' } };
    const entries = build({
      chain: [fired],
      outcomes: [failed],
      policy: again,
      household: { ...household, people: new Map([[bob.id, quiet]]) },
    });
    expect(
      entries.filter(({ type }) => type === 'planned').map((e) => `${dueAt.until(e.at).total('minutes')} ${e.reason}`),
    ).toEqual([
      '1 Step 1 once more, if nobody answers.',
      '2 Repeat 1 of step 1, if nobody answers.',
      '5 Step 2, if nobody answers.',
      '15 Bob Baker has quiet hours until 10:00 Europe/London.',
      '60 Step 3, if nobody answers.',
      '90 If nobody has answered by then, it is exhausted, and Ann Archer (sms) is told.',
    ]);
  });

  test('of a snooze and of a re-page shows when it begins anew, and why it did', () => {
    const snoozed = turnOf(1, 'snoozed', { state: 'snoozed', awaitsAnswer: false, baseAt: at(60) });
    expect(lines(build({ chain: [fired, snoozed] })).slice(2, 5)).toEqual([
      '1 action snoozed',
      '60 planned refired',
      '60 planned planned',
    ]);
    const abroad = { ...household, self: { ...ann, timeZone: 'Asia/Phnom_Penh' } };
    const [, , action] = build({ chain: [fired, snoozed], household: abroad });
    expect(action?.reason).toMatch(/Until Friday 15 January 2027, 17:00 \(Asia\/Phnom_Penh\)\.$/);
    const seen = turnOf(1, 'acknowledged', { state: 'acknowledged', awaitsAnswer: false });
    const repaging = { ...policy, repageAfter: 'PT2H' };
    expect(lines(build({ chain: [fired, seen], policy: repaging })).slice(3, 4)).toEqual(['121 planned repaged']);
    const repaged = turnOf(2, 'repaged', { round: 1, contacts: [toAnn] });
    expect(
      build({ chain: [fired, seen, repaged], policy: repaging }).find(({ status }) => status === 'repaged'),
    ).toMatchObject({
      type: 'decision',
      reason: 'It was acknowledged and not completed: it begins anew.',
    });
  });

  test('of roles shows who holds them now, and says so where nobody does', () => {
    const roles = policyOf(
      policy.steps[0]!,
      { after: 'PT5M', targets: [{ person: 'role:caregiver', channels: ['sms'] }] },
      { after: 'PT15M', targets: [{ person: 'role:neighbour', channels: ['sms'] }] },
    );
    const relations = [{ role: 'caregiver', privacy: 'title' as const, recipient: bob }];
    const planned = build({ chain: [fired], policy: roles, household: { ...household, relations } }).filter(
      ({ type }) => type === 'planned',
    );
    expect(planned[0]).toMatchObject({ personName: 'Bob Baker', channel: 'sms', payload: { step: 2 } });
    expect(planned[1]?.reason).toBe(
      'Step 3, if nobody answers. Nobody in the role neighbour has agreed to be contacted.',
    );
  });
});
