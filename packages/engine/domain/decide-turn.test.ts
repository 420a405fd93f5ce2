import { newId, type PersonId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import { decideTurn, type Head, type Recipient, type TurnContext } from './decide-turn.ts';
import type { Policy } from './policy.ts';

const dueAt = Temporal.Instant.from('2027-01-15T09:00:00Z');
const after = (duration: string) => dueAt.add(duration);

const ann = personOf('Ann Archer', { sms: '+12025550101', email: 'ann@example.com' });
const bob = personOf('Bob Baker', { sms: '+12025550102' });

function personOf(name: string, addresses: Record<string, string>): Recipient {
  const contactPoints = Object.entries(addresses).map(([channel, address]) => ({ channel, address }));
  return { id: newId<PersonId>(), name, locale: 'en', contactPoints, isDeleted: false };
}

function policyOf(...afters: string[]): Policy {
  const steps = afters.map((wait) => ({
    after: wait,
    targets: [{ person: 'self' as const, channels: ['sms'] }],
    message: null,
  }));
  return { steps, onUnknown: 'again' };
}

type Given = Partial<Omit<TurnContext, 'wakeup'>> & { wakeup?: Partial<TurnContext['wakeup']> };

function decide({ wakeup, ...given }: Given) {
  return decideTurn({
    now: dueAt,
    occurrenceId: 'occ_1',
    schedule: { title: 'Take pills', body: 'The blue ones', lateLimit: 'PT24H' },
    self: ann,
    people: new Map([[bob.id, bob]]),
    policy: null,
    head: null,
    canSend: () => true,
    ...given,
    wakeup: { kind: 'fire', dueAt, ...wakeup },
  });
}

const headAt = (stepsTaken: number, more: Partial<Head> = {}): Head => ({
  baseAt: dueAt,
  stepsTaken,
  attempt: 0,
  failedContacts: [],
  ...more,
});

describe('without a policy', () => {
  test('one message goes out on the preferred channel, and no answer is waited for', () => {
    const turn = decide({});
    expect(turn).toMatchObject({ kind: 'fired', state: 'open', awaitsAnswer: false, stepsTaken: 1, next: null });
    expect(turn.contacts).toMatchObject([
      { target: 0, channel: 'sms', address: '+12025550101', text: 'Take pills\nThe blue ones', messageId: 'occ_1.1.0' },
    ]);
  });

  test('the next channel is taken where the preferred one cannot send', () => {
    const [contact] = decide({ canSend: (channel) => channel === 'email' }).contacts;
    expect(contact).toMatchObject({ channel: 'email', address: 'ann@example.com', problem: null });
  });

  test('somebody who cannot be reached at all makes it fail, with the reason', () => {
    const turn = decide({ self: personOf('Nobody', {}) });
    expect(turn).toMatchObject({ kind: 'fired', state: 'failed', next: null });
    expect(turn.contacts).toMatchObject([{ address: null, problem: 'Nobody cannot be reached by any channel.' }]);
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
    expect(end).toMatchObject({ kind: 'closed', state: 'exhausted', contacts: [], next: null, awaitsAnswer: false });
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
    const policy: Policy = {
      onUnknown: 'again',
      steps: [
        {
          after: 'PT0S',
          message: null,
          targets: [
            { person: 'self', channels: ['email', 'sms'] },
            { person: bob.id, channels: ['email', 'sms'] },
          ],
        },
      ],
    };
    expect(decide({ policy }).contacts).toMatchObject([
      { target: 0, personId: ann.id, channel: 'email', address: 'ann@example.com', subject: 'Take pills' },
      { target: 1, personId: bob.id, channel: 'sms', address: '+12025550102', subject: 'Ann Archer: Take pills' },
    ]);
  });

  test('say who cannot be reached, and reach the others', () => {
    const gone = { ...bob, id: newId<PersonId>(), isDeleted: true };
    const stranger = newId<PersonId>();
    const people = [ann.id, bob.id, gone.id, stranger];
    const policy: Policy = {
      onUnknown: 'again',
      steps: [{ after: 'PT0S', message: null, targets: people.map((person) => ({ person, channels: ['email'] })) }],
    };
    const { contacts, state } = decide({ policy, people: new Map([ann, bob, gone].map((one) => [one.id, one])) });
    expect(state).toBe('open');
    expect(contacts.map(({ address, problem }) => address ?? problem)).toEqual([
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
  const head = headAt(1, { failedContacts: [failed!] });
  const wakeup = { kind: 'retry' as const, dueAt: after('PT30S') };

  test('tries the failed contact again, with the data of now and the same Message-ID, and keeps the next step', () => {
    const moved = { ...ann, contactPoints: [{ channel: 'sms', address: '+12025550109' }] };
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

test('the same facts give the same turn', () => {
  const given = { policy: policyOf('PT0S', 'PT5M'), now: after('PT1H') };
  expect(decide(given)).toEqual(decide(given));
});

/** What the next turn sees of this one. */
function headOf({ baseAt, stepsTaken, attempt }: ReturnType<typeof decide>): Head {
  return headAt(stepsTaken, { baseAt, attempt });
}
