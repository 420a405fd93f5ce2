import { newId, type PersonId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import type { Policy, Step, Target } from './policy.ts';
import { reachOf } from './reach-of.ts';
import type { Recipient, Relation } from './resolve-targets.ts';

function personOf(name: string, points: Record<string, boolean>, more: Partial<Recipient> = {}): Recipient {
  const contactPoints = Object.entries(points).map(([channel, isOptedOut]) => ({
    channel,
    address: `${name} ${channel}`,
    isOptedOut,
  }));
  const usual = { locale: 'en', timeZone: 'UTC', quietHours: null, isDeleted: false };
  return { id: newId<PersonId>(), name, contactPoints, ...usual, ...more };
}

const ann = personOf('Ann', { sms: false });
const bob = personOf('Bob', { sms: true });
const gone = personOf('Gone', { sms: false }, { isDeleted: true });
const mute = personOf('Mute', {});
const people = new Map([ann, bob, gone, mute].map((one) => [one.id, one]));

function policyOf(steps: (Partial<Step> & Pick<Step, 'targets'>)[], fallback: Target | null = null): Policy {
  const whole = steps.map((step, index) => ({ after: `PT${index}M`, message: null, repeat: null, ...step }));
  return { steps: whole, fallback, repageAfter: null, patience: 'PT30M', onUnknown: 'again' };
}

const by = (person: Target['person'], ...channels: string[]): Target => ({ person, channels });

function reach(self: Recipient, policy: Policy | null, relations: Relation[] = []) {
  const { gaps, reachesNobody } = reachOf(
    { self, people, relations, canSend: (channel) => channel !== 'push' },
    policy,
  );
  return { gaps: gaps.map(({ step, code, message }) => `${step} ${code} ${message}`), reachesNobody };
}

const all = { gaps: [], reachesNobody: false };

describe('without a policy', () => {
  test('whoever has an address on a channel with an account is reached', () => {
    expect(reach(ann, null)).toEqual(all);
    expect(reach(mute, null)).toEqual({
      gaps: ['1 contact.unreachable Mute cannot be reached by any channel.'],
      reachesNobody: true,
    });
    expect(reach(bob, null)).toEqual({
      gaps: ['1 contact.opted-out Bob wants no messages by sms.'],
      reachesNobody: true,
    });
    expect(reach(personOf('Pushed', { push: false }), null)).toMatchObject({ reachesNobody: true });
  });

  test('nothing is due for somebody who was removed', () => {
    expect(reach(gone, null)).toEqual(all);
  });
});

describe('by a policy', () => {
  test('each contact that is not made is named with its step, and not what another channel stands in for', () => {
    const policy = policyOf(
      [
        { targets: [by('self', 'email', 'sms')] },
        { targets: [by('self', 'email'), by(bob.id, 'sms')] },
        { targets: [by(gone.id, 'sms'), by('role:neighbour', 'sms')] },
      ],
      by(mute.id, 'sms'),
    );
    expect(reach(ann, policy)).toEqual({
      gaps: [
        '2 contact.unreachable Ann cannot be reached by email.',
        '2 contact.opted-out Bob wants no messages by sms.',
        '3 contact.unreachable Gone has been removed.',
        '3 contact.no-consent Nobody in the role neighbour has agreed to be contacted.',
        '4 contact.unreachable Mute cannot be reached by sms.',
      ],
      reachesNobody: false,
    });
  });

  test('whom nobody but the last word would reach, is reached by nobody', () => {
    const policy = policyOf([{ targets: [by('self', 'email')] }, { targets: [by('role:contact', 'sms')] }]);
    expect(reach(ann, policy).reachesNobody).toBe(true);
    const relation: Relation = { role: 'neighbour', privacy: 'title', recipient: ann };
    expect(reach(mute, policy, [relation]).reachesNobody).toBe(false);
  });

  test('a step is named once, however often it is repeated, and whoever sleeps is no gap', () => {
    const asleep = { ...ann, quietHours: { start: '00:00', end: '23:59' } };
    const repeat = { every: 'PT1M', times: 50 };
    const policy = policyOf([{ targets: [by('self', 'sms'), by('role:aunt', 'sms')], repeat }]);
    expect(reach(asleep, policy)).toEqual({
      gaps: ['1 contact.no-consent Nobody in the role aunt has agreed to be contacted.'],
      reachesNobody: false,
    });
  });
});
