import { AppError, notFound } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type { ConsentActor, PersonChange, PersonChangePort } from '../contract.ts';
import type { Person } from '../domain/person.ts';
import { lockPerson, readPerson, setDeleted } from '../store/pg-people.ts';
import { changeEmails } from './claim-emails.ts';
import { refusingTakenExternalId } from './external-id-taken.ts';

interface RemovePersonOptions {
  tx: Tx;
  sealer: Sealer;
  tenantId: TenantId;
  actor: ConsentActor;
  id: PersonId;
  requireVersion(version: number): void;
  port: Pick<PersonChangePort, 'inTransaction'>;
}

/**
 * Keeps the rows, so that the record stays readable and the person can come back; their email addresses are free.
 * @throws AppError `person.not-found` (404), also for whoever is removed already
 */
export async function removePerson(
  options: RemovePersonOptions & { now: Temporal.Instant },
): Promise<PersonChange & { before: Person }> {
  const { tx, sealer, tenantId, actor, id, now, port } = options;
  const locked = await lockPerson(tx, sealer, id);
  if (!locked || locked.isDeleted) throw notFound('person', id);
  options.requireVersion(locked.person.version);
  await setDeleted(tx, id, now);
  await changeEmails(tx, tenantId, { personId: id, before: locked.person.contactPoints, after: [] });
  const change = { tenantId, actor, before: locked.person, after: null };
  await port.inTransaction(tx, change);
  return change;
}

/** @throws AppError `person.not-found` (404), `person.not-removed`, `person.external-id-taken` and `person.email-taken` (409) */
export async function restorePerson(options: RemovePersonOptions): Promise<PersonChange & { after: Person }> {
  const { tx, sealer, tenantId, actor, id, port } = options;
  const locked = await lockPerson(tx, sealer, id);
  if (!locked) throw notFound('person', id);
  if (!locked.isDeleted) {
    throw new AppError({ code: 'person.not-removed', kind: 'conflict', message: 'This person has not been removed.' });
  }
  options.requireVersion(locked.person.version);
  await refusingTakenExternalId(locked.person.externalId, () => setDeleted(tx, id, null));
  await changeEmails(tx, tenantId, { personId: id, before: [], after: locked.person.contactPoints });
  const after = await readPerson(tx, sealer, id);
  if (!after) throw notFound('person', id);
  const change = { tenantId, actor, before: null, after };
  await port.inTransaction(tx, change);
  return change;
}
