import type { PersonId } from '@belfry/kernel/ids';
import { isRole, type Policy, peopleNamedIn, type RoleTarget, type Target } from './policy.ts';
import type { QuietHours } from './quiet-hours.ts';

export interface Recipient {
  id: PersonId;
  name: string;
  locale: string;
  timeZone: string;
  quietHours: QuietHours | null;
  /** In order of preference. */
  contactPoints: { channel: string; address: string; isOptedOut: boolean }[];
  isDeleted: boolean;
}

/** Somebody who consented to be asked for a person's sake. */
export interface Relation {
  role: string;
  /** What they are shown: the title only, or the details too. */
  privacy: 'title' | 'all';
  recipient: Recipient;
}

/** All whom a turn may contact. */
export interface Household {
  /** The person the schedule is about. */
  self: Recipient;
  /** Everybody that the policy names, by id. */
  people: ReadonlyMap<PersonId, Recipient>;
  /** Of self, only with consent granted and not removed; who is asked first stands first. */
  relations: readonly Relation[];
}

export interface ResolvedTarget {
  personId: PersonId;
  /** Absent for somebody the tenant does not know. */
  recipient: Recipient | undefined;
  channels: string[];
}

/** Whom the targets stand for now, in their order; a role for each of its holders once. */
export function resolveTargets(household: Household, targets: readonly Target[]): ResolvedTarget[] {
  const { self, relations } = household;
  return targets.flatMap(({ person, channels }): ResolvedTarget[] => {
    if (person === 'self') return [{ personId: self.id, recipient: self, channels }];
    if (!isRole(person)) return [{ personId: person, recipient: recipientOf(household, person), channels }];
    const holders = new Map(
      relations.filter((relation) => hasRole(relation, person)).map(({ recipient }) => [recipient.id, recipient]),
    );
    return [...holders.values()].map((recipient) => ({ personId: recipient.id, recipient, channels }));
  });
}

export function recipientOf({ self, people, relations }: Household, id: PersonId): Recipient | undefined {
  if (id === self.id) return self;
  return people.get(id) ?? relations.find(({ recipient }) => recipient.id === id)?.recipient;
}

/** Roles among the targets that nobody holds who consented. */
export function emptyRoles({ relations }: Pick<Household, 'relations'>, targets: readonly Target[]): string[] {
  const roles = targets.map(({ person }) => person).filter(isRole);
  return [...new Set(roles)].filter((role) => !relations.some((relation) => hasRole(relation, role))).map(roleName);
}

/** `role:contact` is anybody who stands by the person, in whatever role. */
function hasRole(relation: Relation, target: RoleTarget): boolean {
  const role = roleName(target);
  return role === 'contact' || relation.role === role;
}

export function roleName(target: RoleTarget): string {
  return target.slice('role:'.length);
}

/** Whether the person may still be contacted on account of this policy: named by id, or by a consent that stands. */
export function mayBeContacted(
  { self, relations }: { self: Pick<Recipient, 'id'>; relations: readonly Relation[] },
  policy: Policy | null,
  personId: PersonId,
): boolean {
  if (personId === self.id || !policy) return personId === self.id;
  return peopleNamedIn(policy).includes(personId) || relations.some(({ recipient }) => recipient.id === personId);
}

/** What a person is shown of somebody else's reminder: without a relation, or by its default, the title only. */
export function privacyFor({ self, relations }: Pick<Household, 'self' | 'relations'>, personId: PersonId) {
  if (personId === self.id) return 'all';
  return relations.find(({ recipient }) => recipient.id === personId)?.privacy ?? 'title';
}
