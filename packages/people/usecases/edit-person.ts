import { notFound, ruleBroken } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type { ConsentActor, PersonChange, PersonChangePort } from '../contract.ts';
import { joinName, type Person } from '../domain/person.ts';
import type { PersonPatch } from '../domain/person-patch.ts';
import { writeContactPoints } from '../store/pg-contact-points.ts';
import { changeNameWords } from '../store/pg-name-words.ts';
import { lockPerson, readPerson, updatePerson } from '../store/pg-people.ts';
import { acceptContactPoints } from './accept-contact-points.ts';
import { changeEmails } from './claim-emails.ts';
import { refusingTakenExternalId } from './external-id-taken.ts';
import { honourStops } from './honour-stops.ts';

interface MakeEditOptions {
  tx: Tx;
  sealer: Sealer;
  tenantId: TenantId;
  actor: ConsentActor;
  now: Temporal.Instant;
  patch: PersonPatch;
  allowLocalHttp: boolean;
  port: Pick<PersonChangePort, 'inTransaction'>;
}

interface EditPersonOptions extends MakeEditOptions {
  id: PersonId;
  /** Throws where the caller has read another version. */
  requireVersion(version: number): void;
}

/**
 * Locks the person's row; whatever follows from the edit is planned in the same transaction.
 * @returns the edit, for `afterCommit` of the port
 * @throws AppError `person.not-found` (404), and those of `makeEdit`
 */
export async function editPerson(options: EditPersonOptions): Promise<PersonChange & { after: Person }> {
  const { tx, sealer, id, requireVersion } = options;
  const locked = await lockPerson(tx, sealer, id);
  if (!locked || locked.isDeleted) throw notFound('person', id);
  requireVersion(locked.person.version);
  return makeEdit({ ...options, before: locked.person });
}

/**
 * The same of a living person whose row is locked.
 * @throws AppError `person.external-id-taken`, `person.email-taken` (409), `person.name-missing` and those of
 * `checkContactPoints` (422)
 */
export async function makeEdit(
  options: MakeEditOptions & { before: Person },
): Promise<PersonChange & { before: Person; after: Person }> {
  const { tx, sealer, tenantId, actor, now, before, patch, allowLocalHttp, port } = options;
  const { id } = before;
  const { contactPoints, name: _, ...fields } = patch;
  const edited: Person = { ...before, ...fields, name: nameAfter(before, patch), version: before.version + 1 };
  await refusingTakenExternalId(edited.externalId, () => updatePerson(tx, edited));
  await changeNameWords(tx, tenantId, before, edited);
  if (contactPoints) {
    const checked = acceptContactPoints({ given: contactPoints, stored: before.contactPoints, allowLocalHttp });
    if (!checked.ok) throw checked.error;
    await changeEmails(tx, tenantId, { personId: id, before: before.contactPoints, after: checked.points });
    await writeContactPoints(tx, sealer, { tenantId, personId: id, points: checked.points });
    await honourStops({ tx, tenantId, now, people: [{ personId: id, points: checked.points }] });
  }
  const after = await readPerson(tx, sealer, id);
  if (!after) throw notFound('person', id);
  const change = { tenantId, actor, before, after };
  await port.inTransaction(tx, change);
  return change;
}

/** A name that was only first and last name joined follows them. */
function nameAfter(before: Person, patch: PersonPatch): string {
  const { firstName = before.firstName, lastName = before.lastName } = patch;
  const isJoined = before.name === joinName(before.firstName, before.lastName);
  if (patch.name) return patch.name;
  if (patch.name === undefined && !isJoined) return before.name;
  const joined = joinName(firstName, lastName);
  if (joined) return joined;
  throw ruleBroken('person.name-missing', 'name', 'must be given, or else firstName or lastName');
}
