import type { PersonId } from '@belfry/kernel/ids';
import { isRole, type Policy, type Target } from './policy.ts';
import { type Recipient, roleName } from './resolve-targets.ts';

export interface PolicyWarning {
  /** Where in the policy, such as `steps.0.targets.1.person`. */
  path: string;
  message: string;
}

export interface WarningFacts {
  people: ReadonlyMap<PersonId, Recipient>;
  /** Roles that somebody holds, for anybody's sake, who consented. */
  heldRoles: ReadonlySet<string>;
  canSend(channel: string): boolean;
}

/** What of a policy would reach nobody as things stand. It may still be saved: people and accounts can follow. */
export function policyWarnings({ steps, fallback }: Policy, facts: WarningFacts): PolicyWarning[] {
  const targets = steps.flatMap((step, s) =>
    step.targets.map((target, t) => ({ target, path: `steps.${s}.targets.${t}` })),
  );
  const all = fallback ? [...targets, { target: fallback, path: 'fallback' }] : targets;
  return all.flatMap(({ target, path }) => [
    ...channelWarnings(target, path, facts),
    ...personWarnings(target, path, facts),
  ]);
}

function channelWarnings({ channels }: Target, path: string, { canSend }: WarningFacts): PolicyWarning[] {
  return channels.flatMap((channel, index) =>
    canSend(channel)
      ? []
      : [{ path: `${path}.channels.${index}`, message: `There is no account for ${channel} here.` }],
  );
}

function personWarnings({ person, channels }: Target, path: string, facts: WarningFacts): PolicyWarning[] {
  const warn = (message: string) => [{ path: `${path}.person`, message }];
  if (person === 'self') return [];
  if (isRole(person)) {
    const role = roleName(person);
    const isHeld = role === 'contact' ? facts.heldRoles.size > 0 : facts.heldRoles.has(role);
    return isHeld ? [] : warn(`Nobody in the role ${role} has agreed to be contacted.`);
  }
  const recipient = facts.people.get(person);
  if (!recipient) return warn('There is no such person any more.');
  if (recipient.isDeleted) return warn(`${recipient.name} has been removed.`);
  const usable = channels.filter((channel) => facts.canSend(channel));
  if (usable.includes('inbox')) return [];
  const points = recipient.contactPoints.filter(({ channel }) => usable.includes(channel));
  if (points.some(({ isOptedOut }) => !isOptedOut)) return [];
  if (points.length > 0) return warn(`${recipient.name} wants no messages by ${channels.join(' or ')}.`);
  return warn(`${recipient.name} cannot be reached by ${channels.join(' or ')}.`);
}
