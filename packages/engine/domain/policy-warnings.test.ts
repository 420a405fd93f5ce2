import { newId, type PersonId } from '@belfry/kernel/ids';
import { expect, test } from 'vitest';
import type { Policy, Target } from './policy.ts';
import { policyWarnings } from './policy-warnings.ts';
import type { Recipient } from './resolve-targets.ts';

function personOf(name: string, points: Record<string, boolean>, isDeleted = false): Recipient {
  const contactPoints = Object.entries(points).map(([channel, isOptedOut]) => ({
    channel,
    address: channel,
    isOptedOut,
  }));
  const usual = { locale: 'en', timeZone: 'UTC', quietHours: null };
  return { id: newId<PersonId>(), name, contactPoints, isDeleted, ...usual };
}

const reached = personOf('Reached', { sms: false });
const stopped = personOf('Stopped', { sms: true });
const mailOnly = personOf('Mail only', { email: false });
const gone = personOf('Gone', { sms: false }, true);
const people = new Map([reached, stopped, mailOnly, gone].map((one) => [one.id, one]));

function warningsOf(targets: Target[], fallback: Target | null = null) {
  const policy: Policy = {
    steps: [{ after: 'PT0S', targets, message: null, repeat: null }],
    fallback,
    repageAfter: null,
    patience: 'PT30M',
    onUnknown: 'again',
  };
  const facts = { people, heldRoles: new Set(['caregiver']), canSend: (channel: string) => channel !== 'push' };
  return policyWarnings(policy, facts).map(({ path, message }) => `${path}: ${message}`);
}

const by = (person: Target['person'], ...channels: string[]): Target => ({ person, channels });

test.each<[string, Target, string[]]>([
  ['the person', by('self', 'sms'), []],
  ['somebody who can be reached', by(reached.id, 'email', 'sms'), []],
  ['somebody without such a channel', by(mailOnly.id, 'sms'), ['person: Mail only cannot be reached by sms.']],
  ['somebody who opted out', by(stopped.id, 'sms'), ['person: Stopped wants no messages by sms.']],
  ['somebody who has an inbox', by(stopped.id, 'sms', 'inbox'), []],
  ['somebody who was removed', by(gone.id, 'sms'), ['person: Gone has been removed.']],
  ['somebody unknown', by(newId<PersonId>(), 'sms'), ['person: There is no such person any more.']],
  ['a channel without an account', by('self', 'push', 'sms'), ['channels.0: There is no account for push here.']],
  ['a role that is held', by('role:caregiver', 'sms'), []],
  ['any role', by('role:contact', 'sms'), []],
  ['a role nobody holds', by('role:aunt', 'sms'), ['person: Nobody in the role aunt has agreed to be contacted.']],
])('%s', (_, target, expected) => {
  expect(warningsOf([target])).toEqual(expected.map((text) => `steps.0.targets.0.${text}`));
  expect(warningsOf([by('self', 'sms')], target)).toEqual(expected.map((text) => `fallback.${text}`));
});
