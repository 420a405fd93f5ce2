import { newId, type PersonId } from '@belfry/kernel/ids';
import type { ContactAgain } from '../domain/decide-turn/contact-again.ts';
import { decideTurn } from '../domain/decide-turn/decide-turn.ts';
import type { Head, TurnContext, TurnSchedule } from '../domain/decide-turn/turn-context.ts';
import type { Contact } from '../domain/occurrence.ts';
import type { Policy, Step } from '../domain/policy.ts';
import type { Recipient } from '../domain/resolve-targets.ts';

export const dueAt = Temporal.Instant.from('2027-01-15T09:00:00Z');
export const after = (duration: string) => dueAt.add(duration);

export const ann = personOf('Ann Archer', { sms: '+12025550101', email: 'ann@example.com' });
export const bob = personOf('Bob Baker', { sms: '+12025550102' });

export function personOf(name: string, addresses: Record<string, string>, more: Partial<Recipient> = {}): Recipient {
  const contactPoints = Object.entries(addresses).map(([channel, address]) => ({
    channel,
    address,
    isOptedOut: false,
  }));
  const usual = { locale: 'en', timeZone: 'UTC', quietHours: null, isDeleted: false };
  return { id: newId<PersonId>(), name, contactPoints, ...usual, ...more };
}

export function policyWith(
  steps: (Pick<Step, 'after' | 'targets'> & Partial<Step>)[],
  more: Partial<Policy> = {},
): Policy {
  const rest = { fallback: null, repageAfter: null, patience: 'PT30M', onUnknown: 'again' as const };
  return { steps: steps.map((step) => ({ message: null, repeat: null, ...step })), ...rest, ...more };
}

export const toSelf = { person: 'self' as const, channels: ['sms'] };

export function policyOf(...afters: string[]): Policy {
  return policyWith(afters.map((wait) => ({ after: wait, targets: [toSelf] })));
}

type Given = Partial<Omit<TurnContext, 'wakeup' | 'schedule'>> & {
  wakeup?: Partial<TurnContext['wakeup']>;
  schedule?: Partial<TurnSchedule>;
};

export function decide({ wakeup, schedule, ...given }: Given) {
  const usual = { title: 'Take pills', body: 'The blue ones', lateLimit: 'PT24H', importance: 'medium' };
  return decideTurn({
    now: dueAt,
    occurrenceId: 'occ_1',
    schedule: { ...usual, isDigest: false, stopped: null, ...schedule },
    words: null,
    digest: null,
    askedAt: null,
    notBefore: null,
    self: ann,
    people: new Map([[bob.id, bob]]),
    relations: [],
    policy: null,
    head: null,
    isDeliveryDisabled: false,
    throttle: null,
    canSend: () => true,
    linkFor: () => null,
    ...given,
    wakeup: { kind: 'fire', dueAt, ...wakeup },
  });
}

export const stepOne = { round: 0, stepsTaken: 1, repeatsTaken: 0 };

/** Of the first step, unless it says otherwise. */
export function againAt(at: Temporal.Instant, contact: Contact, more: Partial<ContactAgain> = {}): ContactAgain {
  return { contact, kind: 'retry', at, of: stepOne, isReplay: false, toldSince: [], ...more };
}

export const headAt = (stepsTaken: number, more: Partial<Head> = {}): Head => ({
  state: 'open',
  baseAt: dueAt,
  round: 0,
  stepsTaken,
  repeatsTaken: 0,
  attempt: 0,
  hasReachedSelf: false,
  followUps: [],
  ...more,
});
