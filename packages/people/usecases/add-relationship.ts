import { AppError, notFound, ruleBroken } from '@belfry/kernel/app-error';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ConsentActor } from '../contract.ts';
import { eventOfConsent, type Relationship } from '../domain/relationship.ts';
import { appendConsent } from '../store/pg-consent-ledger.ts';
import { lockPersonRow, readPersonFacts } from '../store/pg-people.ts';
import { insertRelationship, nextPriority } from '../store/pg-relationships.ts';

interface AddRelationshipOptions {
  tx: Tx;
  tenantId: TenantId;
  actor: ConsentActor;
  now: Temporal.Instant;
  forPersonId: PersonId;
  given: Pick<Relationship, 'personId' | 'role' | 'permissions' | 'consent' | 'privacy'> & { priority: number | null };
}

/**
 * @throws AppError `person.not-found` (404), `relationship.to-oneself` and `relationship.person-unknown` (422),
 * `relationship.exists` (409)
 */
export async function addRelationship(options: AddRelationshipOptions): Promise<Relationship> {
  const { tx, tenantId, actor, now, forPersonId, given } = options;
  const locked = await lockPersonRow(tx, forPersonId);
  if (!locked || locked.isDeleted) throw notFound('person', forPersonId);
  if (given.personId === forPersonId) {
    throw ruleBroken('relationship.to-oneself', 'personId', 'must be somebody else');
  }
  const related = await readPersonFacts(tx, given.personId);
  if (!related) throw ruleBroken('relationship.person-unknown', 'personId', 'must be an existing person');
  const priority = given.priority ?? (await nextPriority(tx, forPersonId));
  const added: Relationship = {
    ...given,
    id: newId(),
    forPersonId,
    personName: related.name,
    priority,
    version: 1,
    createdAt: now,
  };
  if (!(await insertRelationship(tx, tenantId, added))) throw relationshipExists(given.role);
  await appendConsent(tx, tenantId, {
    at: now,
    kind: eventOfConsent[added.consent],
    channel: null,
    address: null,
    personId: added.personId,
    relationshipId: added.id,
    actor,
    evidence: null,
  });
  return added;
}

export function relationshipExists(role: string): AppError {
  const message = `These two are related as ${role} already.`;
  return new AppError({
    code: 'relationship.exists',
    kind: 'conflict',
    message,
    issues: [{ path: 'role', message }],
  });
}
