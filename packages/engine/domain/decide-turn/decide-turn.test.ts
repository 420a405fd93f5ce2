import { newId, type PersonId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import {
  after,
  againAt,
  ann,
  bob,
  decide,
  dueAt,
  headAt,
  personOf,
  policyOf,
  policyWith,
  toSelf,
} from '../../test/decide-one.ts';
import type { Contact } from '../occurrence.ts';
import type { Relation } from '../resolve-targets.ts';
import { type Head, headBehind } from './turn-context.ts';

describe('without a policy', () => {
  test('one message goes out on the preferred channel, and no answer is waited for', () => {
    const turn = decide({});
    expect(turn).toMatchObject({ kind: 'fired', state: 'open', awaitsAnswer: false, stepsTaken: 1, next: null });
    expect(turn.contacts).toMatchObject([
      {
        target: 0,
        channel: 'sms',
        address: '+12025550101',
        text: 'Take pills\nThe blue ones',
        messageId: 'occ_1.1.0',
      },
    ]);
  });

  test('the next channel is taken where the preferred one cannot send', () => {
    const [contact] = decide({ canSend: (channel) => channel === 'email' }).contacts;
    expect(contact).toMatchObject({ channel: 'email', address: 'ann@example.com', problem: null });
  });

  test.each([
    ['sms', 1600],
    ['push', 700],
    ['email', 'Take pills\n'.length + 2000],
    ['webhook', 'Take pills\n'.length + 2000],
  ])('by %s, of long details as much is sent, and recorded, as it takes: %i characters in all', (channel, length) => {
    const self = personOf('Ann', { [channel]: 'somewhere' });
    const [contact] = decide({ self, schedule: { body: 'x'.repeat(2000) } }).contacts;
    expect(contact?.text).toHaveLength(length);
    const written = { subject: 'Hey', text: 'x'.repeat(2000) };
    expect(decide({ self, words: written }).contacts[0]?.text).toHaveLength(Math.min(length, 2000));
  });

  test('somebody who cannot be reached at all makes it fail, with the reason', () => {
    const turn = decide({ self: personOf('Nobody', {}) });
    expect(turn).toMatchObject({ kind: 'fired', state: 'failed', next: null });
    const problem = { code: 'contact.unreachable', reason: 'Nobody cannot be reached by any channel.' };
    expect(turn.contacts).toMatchObject([{ address: null, problem }]);
  });
});

describe('fired', () => {
  const policy = policyOf('PT0S', 'PT5M');

  test('on time, the steps count from the instant itself and not from a moment later', () => {
    for (const late of ['PT0S', 'PT0.07S', 'PT60S']) {
      const turn = decide({ policy, now: after(late) });
      expect(turn).toMatchObject({ kind: 'fired', stepsTaken: 1, reason: null });
      expect(turn.next).toEqual({ kind: 'step', dueAt: after('PT5M') });
    }
  });

  test('late, the first step goes at once and the others keep their distances from it', () => {
    const turn = decide({ policy, now: after('PT3H') });
    expect(turn).toMatchObject({ kind: 'fired', reason: 'Late: it was due at 2027-01-15T09:00:00Z.' });
    expect(turn.contacts).toHaveLength(1);
    expect(turn.next).toEqual({ kind: 'step', dueAt: after('PT3H5M') });
  });

  test('at the late limit it still goes, past it it is missed', () => {
    expect(decide({ policy, now: after('PT24H') })).toMatchObject({ kind: 'fired', state: 'open' });
    expect(decide({ policy, now: after('PT24H0.001S') })).toMatchObject({
      kind: 'closed',
      state: 'missed',
      contacts: [],
      next: null,
    });
  });

  test('before its first step it only waits', () => {
    const turn = decide({ policy: policyOf('PT10M') });
    expect(turn).toMatchObject({ kind: 'fired', state: 'open', stepsTaken: 0, contacts: [], awaitsAnswer: true });
    expect(turn.next).toEqual({ kind: 'step', dueAt: after('PT10M') });
  });

  test('a person who was removed is not contacted any more', () => {
    const turn = decide({ policy, self: { ...ann, isDeleted: true } });
    expect(turn).toMatchObject({ kind: 'closed', state: 'cancelled', contacts: [], next: null });
  });
});

describe('steps', () => {
  test('come in their order, each once, and then patience ends', () => {
    const policy = policyOf('PT0S', 'PT5M', 'PT15M');
    const fired = decide({ policy });
    expect([fired.stepsTaken, fired.next]).toEqual([1, { kind: 'step', dueAt: after('PT5M') }]);
    const second = decide({ policy, head: headOf(fired), wakeup: fired.next!, now: fired.next!.dueAt });
    expect([second.kind, second.stepsTaken, second.next]).toEqual(['step', 2, { kind: 'step', dueAt: after('PT15M') }]);
    const third = decide({ policy, head: headOf(second), wakeup: second.next!, now: second.next!.dueAt });
    expect([third.stepsTaken, third.next]).toEqual([3, { kind: 'close', dueAt: after('PT45M') }]);
    const end = decide({ policy, head: headOf(third), wakeup: third.next!, now: third.next!.dueAt });
    expect(end).toMatchObject({ kind: 'closed', state: 'exhausted', next: null, awaitsAnswer: false });
  });

  test('that share an instant are taken one after another at that instant', () => {
    const policy = policyOf('PT0S', 'PT0S', 'PT0S', 'PT5M');
    const fired = decide({ policy });
    expect([fired.stepsTaken, fired.next]).toEqual([1, { kind: 'step', dueAt }]);
    const second = decide({ policy, head: headOf(fired), wakeup: fired.next! });
    expect([second.stepsTaken, second.next]).toEqual([2, { kind: 'step', dueAt }]);
    const third = decide({ policy, head: headOf(second), wakeup: second.next! });
    expect([third.stepsTaken, third.next]).toEqual([3, { kind: 'step', dueAt: after('PT5M') }]);
  });

  test('that fell into an outage do not follow one another in a rush: later ones move by as much', () => {
    const policy = policyOf('PT0S', 'PT5M', 'PT15M');
    const now = after('PT2H');
    const second = decide({ policy, head: headAt(1), wakeup: { kind: 'step', dueAt: after('PT5M') }, now });
    expect(second).toMatchObject({ stepsTaken: 2, reason: 'Late: it was due at 2027-01-15T09:05:00Z.' });
    expect(second.next).toEqual({ kind: 'step', dueAt: now.add({ minutes: 10 }) });
    const third = decide({ policy, head: headOf(second), wakeup: second.next!, now: second.next!.dueAt });
    expect(third.reason).toBeNull();
    expect(third.next).toEqual({ kind: 'close', dueAt: second.next!.dueAt.add({ minutes: 30 }) });
  });

  test('reach the people they name by the first channel each can be reached on, others with the title alone', () => {
    const channels = ['email', 'sms'];
    const targets = [
      { person: 'self' as const, channels },
      { person: bob.id, channels },
    ];
    const policy = policyWith([{ after: 'PT0S', targets }]);
    expect(decide({ policy }).contacts).toMatchObject([
      { target: 0, personId: ann.id, channel: 'email', address: 'ann@example.com', subject: 'Take pills' },
      { target: 1, personId: bob.id, channel: 'sms', address: '+12025550102', subject: 'Ann Archer: Take pills' },
    ]);
  });

  test('say who cannot be reached, and reach the others', () => {
    const gone = { ...bob, id: newId<PersonId>(), isDeleted: true };
    const stranger = newId<PersonId>();
    const people = [ann.id, bob.id, gone.id, stranger];
    const policy = policyWith([{ after: 'PT0S', targets: people.map((person) => ({ person, channels: ['email'] })) }]);
    const { contacts, state } = decide({ policy, people: new Map([ann, bob, gone].map((one) => [one.id, one])) });
    expect(state).toBe('open');
    expect(contacts.map(({ address, problem }) => address ?? problem?.reason)).toEqual([
      'ann@example.com',
      'Bob Baker cannot be reached by email.',
      'Bob Baker has been removed.',
      'The policy names a person who does not exist.',
    ]);
  });
});

describe('a retry', () => {
  const policy = policyOf('PT0S', 'PT5M');
  const [failed] = decide({ policy }).contacts;
  const head = headAt(1, { followUps: [againAt(after('PT30S'), failed!)] });
  const wakeup = { kind: 'retry' as const, dueAt: after('PT30S') };

  test('tries the failed contact again, with the data of now and the same Message-ID, and keeps the next step', () => {
    const moved = { ...ann, contactPoints: [{ channel: 'sms', address: '+12025550109', isOptedOut: false }] };
    const turn = decide({ policy, head, wakeup, self: moved, now: after('PT30S') });
    expect(turn).toMatchObject({ kind: 'retry', state: 'open', stepsTaken: 1, attempt: 1, awaitsAnswer: true });
    expect(turn.contacts).toMatchObject([
      { target: 0, address: '+12025550109', messageId: failed!.messageId, text: failed!.text },
    ]);
    expect(turn.next).toEqual({ kind: 'step', dueAt: after('PT5M') });
  });

  test('that fell into an outage moves the next step by as much', () => {
    const turn = decide({ policy, head, wakeup, now: after('PT1H30S') });
    expect(turn.next).toEqual({ kind: 'step', dueAt: after('PT1H5M') });
  });

  test('without a policy waits for nobody and for nothing', () => {
    const turn = decide({ head, wakeup, now: after('PT30S') });
    expect(turn).toMatchObject({ kind: 'retry', awaitsAnswer: false, next: null });
  });
});

describe('a fallback', () => {
  const policy = policyWith([{ after: 'PT0S', targets: [{ person: 'self', channels: ['email', 'push', 'sms'] }] }]);

  test('takes the first channel that reaches, keeps the others in reserve, and says so when it turns to them', () => {
    const [first] = decide({ policy }).contacts;
    expect(first).toMatchObject({ channel: 'email', alternatives: ['sms'] });
    const head = headAt(1, { followUps: [againAt(dueAt, first!, { kind: 'next-channel' })] });
    const turn = decide({ policy, head, wakeup: { kind: 'retry' } });
    expect(turn.contacts).toMatchObject([{ target: 0, channel: 'sms', alternatives: [], messageId: first!.messageId }]);
    expect(turn.reason).toBe('By sms, because email failed for Ann Archer.');
  });

  test('comes back to a channel in reserve, and keeps those behind it', () => {
    const [first] = decide({ policy }).contacts;
    const failed: Contact = { ...first!, channel: 'sms', address: '+12025550101', alternatives: [] };
    const reserve = [{ channel: 'email', at: after('PT20S') }];
    const head = headAt(1, { followUps: [againAt(after('PT20S'), failed, { kind: 'earlier-channel', reserve })] });
    const turn = decide({ policy, head, wakeup: { kind: 'retry', dueAt: after('PT20S') }, now: after('PT20S') });
    expect(turn.contacts).toMatchObject([{ target: 0, channel: 'email', messageId: first!.messageId }]);
    expect(turn.reason).toBe('By email once more, because sms failed for Ann Archer.');
  });

  test('turns to a channel in reserve where the person can be reached on no other by now', () => {
    const [first] = decide({ policy }).contacts;
    const gone = { ...ann, contactPoints: ann.contactPoints.filter(({ channel }) => channel === 'email') };
    const reserve = [{ channel: 'email', at: after('PT20S') }];
    const head = headAt(1, { followUps: [againAt(dueAt, first!, { kind: 'next-channel', reserve })] });
    const turn = decide({ policy, head, self: gone, wakeup: { kind: 'retry' } });
    expect(turn.contacts).toMatchObject([{ channel: 'email', address: 'ann@example.com' }]);
  });

  test('makes what is due, and waits for what is not', () => {
    const [one] = decide({ policy }).contacts;
    const followUps = [againAt(after('PT30S'), one!), againAt(after('PT2M'), { ...one!, target: 1 })];
    const wakeup = { kind: 'retry' as const, dueAt: after('PT30S') };
    const turn = decide({ policy, head: headAt(1, { followUps }), wakeup, now: after('PT30S') });
    expect(turn.contacts.map(({ target }) => target)).toEqual([0]);
    expect(turn.next).toEqual({ kind: 'retry', dueAt: after('PT2M') });
  });

  test('is not made to somebody whose consent has ended', () => {
    const roles = policyWith([{ after: 'PT0S', targets: [{ person: 'role:caregiver', channels: ['sms'] }] }]);
    const relations: Relation[] = [{ role: 'caregiver', privacy: 'title', recipient: bob }];
    const [contact] = decide({ policy: roles, relations }).contacts;
    const head = headAt(1, { followUps: [againAt(dueAt, contact!)] });
    const turn = decide({ policy: roles, head, wakeup: { kind: 'retry' } });
    expect(turn.contacts).toMatchObject([{ address: null, problem: { code: 'contact.no-consent' } }]);
  });
});

describe('targets', () => {
  test('that come to the same address are contacted once', () => {
    const twin = personOf('Twin', { sms: '+12025550101' });
    const targets = [
      toSelf,
      toSelf,
      { person: twin.id, channels: ['sms'] },
      { person: 'self' as const, channels: ['email'] },
    ];
    const { contacts } = decide({
      policy: policyWith([{ after: 'PT0S', targets }]),
      people: new Map([[twin.id, twin]]),
    });
    expect(contacts.map(({ target, address }) => [target, address])).toEqual([
      [0, '+12025550101'],
      [1, 'ann@example.com'],
    ]);
  });

  test('get a page to answer on, where there is room for its address', () => {
    const targets = [toSelf, { person: 'self' as const, channels: ['email'] }];
    const { contacts } = decide({
      policy: policyWith([{ after: 'PT0S', targets }]),
      linkFor: (id) => `https://b/a/${id}`,
    });
    expect(contacts.map(({ link }) => link)).toEqual([null, `https://b/a/${ann.id}`]);
    expect(contacts.map(({ text }) => text.includes('https://'))).toEqual([false, true]);
  });

  test('have an inbox each, although all inboxes have one address', () => {
    const channels = ['inbox'];
    const targets = [
      { person: 'self' as const, channels },
      { person: bob.id, channels },
    ];
    const { contacts } = decide({ policy: policyWith([{ after: 'PT0S', targets }]) });
    expect(contacts.map(({ personId }) => personId)).toEqual([ann.id, bob.id]);
  });

  test('have an inbox without an address of their own', () => {
    const policy = policyWith([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms', 'inbox'] }] }]);
    const turn = decide({ policy, self: personOf('Nobody', {}) });
    expect(turn.contacts).toMatchObject([{ channel: 'inbox', address: 'inbox' }]);
  });
});

describe('quiet hours', () => {
  const asleep = { ...ann, quietHours: { start: '08:00', end: '10:00' } };
  const bobAsleep = { ...bob, quietHours: { start: '08:00', end: '09:30' } };
  const both = policyWith([{ after: 'PT0S', targets: [toSelf, { person: bob.id, channels: ['sms'] }] }]);

  test.each([
    ['fire', null, 0],
    ['step', headAt(0), 0],
    ['repeat', headAt(1), 1],
    ['close', headAt(1), 1],
    ['refire', headAt(1, { state: 'snoozed' }), 1],
    ['repage', headAt(1, { state: 'acknowledged' }), 1],
  ] as const)('put off a %s as it is, to when whoever wakes first does', (kind, head, stepsTaken) => {
    const people = new Map([[bob.id, bobAsleep]]);
    const fallback = { person: bob.id, channels: ['sms'] };
    const turn = decide({ policy: { ...both, fallback }, self: asleep, people, head, wakeup: { kind } });
    expect(turn).toMatchObject({ kind: 'deferred', state: head?.state ?? 'open', stepsTaken, contacts: [] });
    expect(turn.reason).toBe('Bob Baker has quiet hours until 09:30 UTC.');
    expect(turn.next).toEqual({ kind, dueAt: after('PT30M') });
  });

  test.each(['high', 'critical'])('hold back nothing of %s importance', (importance) => {
    expect(decide({ policy: both, self: asleep, schedule: { importance } }).contacts[0]?.address).toBe('+12025550101');
  });

  test('that nobody who could be reached has are of no account', () => {
    const unreachable = { ...bobAsleep, contactPoints: [] };
    const turn = decide({ policy: both, people: new Map([[bob.id, unreachable]]) });
    expect(turn.contacts.map(({ address, problem }) => address ?? problem?.code)).toEqual([
      '+12025550101',
      'contact.unreachable',
    ]);
  });

  test('of some hold those back, and the next try comes when they end', () => {
    const turn = decide({ policy: both, self: asleep });
    expect(turn.contacts).toMatchObject([
      { address: null, problem: { code: 'contact.quiet-hours', until: '2027-01-15T10:00:00Z' } },
      { address: '+12025550102' },
    ]);
    expect(turn.next).toEqual({ kind: 'close', dueAt: after('PT30M') });
    const patient = decide({ policy: { ...both, patience: 'PT2H' }, self: asleep });
    expect(patient.next).toEqual({ kind: 'retry', dueAt: after('PT1H') });
  });
});

describe('the end', () => {
  const policy = { ...policyOf('PT0S'), fallback: { person: bob.id, channels: ['sms'] } };

  test('tells the person, by the preferred channel, and the fallback contact, and asks for no reply', () => {
    const turn = decide({ policy, head: headAt(1), wakeup: { kind: 'close' } });
    expect(turn).toMatchObject({ kind: 'closed', state: 'exhausted', awaitsAnswer: false, next: null });
    expect(turn.contacts.map(({ address, text }) => [address, text])).toEqual([
      ['+12025550101', 'Nobody answered: Take pills\nThe blue ones'],
      ['+12025550102', 'Nobody answered for Ann Archer: Take pills'],
    ]);
  });

  test('tells somebody who is asleep later, although all is over', () => {
    const turn = decide({
      policy,
      self: { ...ann, quietHours: { start: '08:00', end: '10:00' } },
      head: headAt(1),
      wakeup: { kind: 'close' },
    });
    expect(turn).toMatchObject({ kind: 'closed', state: 'exhausted', next: { kind: 'retry', dueAt: after('PT1H') } });
    const [held] = turn.contacts;
    const head = headBehind(turn, [againAt(after('PT1H'), held!, { of: turn })]);
    const told = decide({ policy, head, wakeup: turn.next!, now: after('PT1H') });
    expect(told).toMatchObject({ kind: 'retry', state: 'exhausted', awaitsAnswer: false, attempt: 0, next: null });
    expect(told.contacts[0]).toMatchObject({
      address: '+12025550101',
      text: 'Nobody answered: Take pills\nThe blue ones',
    });
  });
});

describe('what was stopped meanwhile', () => {
  test.each([
    ['open', 'cancelled'],
    ['snoozed', 'cancelled'],
    ['acknowledged', 'acknowledged'],
    ['exhausted', 'exhausted'],
  ] as const)('ends without a word, and %s becomes %s', (before, afterwards) => {
    const head = headAt(1, { state: before });
    const schedule = { stopped: 'Its schedule is paused.' };
    const turn = decide({ policy: policyOf('PT0S'), head, wakeup: { kind: 'refire' }, schedule });
    expect(turn).toMatchObject({
      kind: 'closed',
      state: afterwards,
      contacts: [],
      next: null,
      reason: schedule.stopped,
    });
  });
});

test('the same facts give the same turn', () => {
  const given = { policy: policyOf('PT0S', 'PT5M'), now: after('PT1H') };
  expect(decide(given)).toEqual(decide(given));
});

/** What the next turn sees of this one. */
function headOf(decision: ReturnType<typeof decide>): Head {
  return headBehind(decision, []);
}
