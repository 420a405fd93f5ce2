import { AppError, ruleBroken } from '@belfry/kernel/app-error';
import { isUuid, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { PersonPatch } from '../domain/person-patch.ts';
import { type EmailOwner, readEmailOwners } from '../store/pg-email-owners.ts';
import { readOwnersOfExternalIds, readStanding } from '../store/pg-people.ts';
import { externalIdTaken } from './external-id-taken.ts';

export interface MatchedRow {
  /** Of an export. */
  id: string | null;
  patch: PersonPatch;
}

/**
 * Whom rows of a file are about: who has the id, or else the `externalId`, and otherwise the first email address that anybody
 * has.
 * @returns for each, in their order, the living person; null for somebody new; or the refusal `person.unknown-id` (422), or
 * `person.external-id-taken` or `person.email-taken` (409), where the row holds what is somebody else's
 */
export async function matchRows(
  tx: Tx,
  tenantId: TenantId,
  rows: readonly MatchedRow[],
): Promise<(PersonId | null | AppError)[]> {
  const byId = await matchIds(tx, tenantId, rows);
  const patches = rows.map(({ patch }) => patch);
  const externalIds = patches.flatMap(({ externalId }) => (externalId ? [externalId] : []));
  const byExternalId = await readOwnersOfExternalIds(tx, tenantId, externalIds);
  const byEmail = await readEmailOwners(tx, tenantId, patches.flatMap(emailsOf));
  return rows.map(({ id, patch }) => {
    const named = id === null ? undefined : byId.get(id);
    if (named instanceof AppError) return named;
    const ofExternalId = patch.externalId ? byExternalId.get(patch.externalId) : undefined;
    if (named && ofExternalId && ofExternalId !== named) return externalIdTaken(patch.externalId ?? null);
    const known = named ?? ofExternalId;
    const owner = ownerAmong(patch, byEmail);
    if (!owner) return known ?? null;
    const isTheirs = known ? owner.id === known : !patch.externalId || owner.externalId === null;
    return isTheirs ? owner.id : takenBy(owner, patch);
  });
}

/**
 * The people that an export has named. An id that nobody here has ever had is from elsewhere, and counts for nothing: the row goes
 * by what else it names. One of somebody who has been removed is refused: added, it would be their double.
 * @returns by the ids the living people, or the refusals `person.unknown-id` (422); ids from elsewhere are absent
 */
export async function matchIds(
  tx: Tx,
  tenantId: TenantId,
  rows: readonly { id: string | null }[],
): Promise<Map<string, PersonId | AppError>> {
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
  const standing = await readStanding(tx, tenantId, ids.filter(isUuid) as PersonId[]);
  const matched = new Map<string, PersonId | AppError>();
  for (const id of ids) {
    const here = standing.get(id);
    if (!isUuid(id)) matched.set(id, unknownId('is no id of an export; what another system calls them is externalId'));
    else if (here?.isDeleted)
      matched.set(id, unknownId('is that of somebody who has been removed; without it the row adds somebody new'));
    else if (here) matched.set(id, id as PersonId);
  }
  return matched;
}

function unknownId(reason: string): AppError {
  return ruleBroken('person.unknown-id', 'id', reason);
}

export function emailsOf({ contactPoints = [] }: Pick<PersonPatch, 'contactPoints'>): string[] {
  return contactPoints.flatMap(({ channel, address }) => (channel === 'email' ? [address] : []));
}

function ownerAmong(row: PersonPatch, byEmail: ReadonlyMap<string, EmailOwner>): EmailOwner | undefined {
  return emailsOf(row)
    .map((address) => byEmail.get(address))
    .find((owner) => owner !== undefined);
}

function takenBy({ name, externalId }: EmailOwner, { contactPoints = [] }: PersonPatch): AppError {
  const index = contactPoints.findIndex(({ channel }) => channel === 'email');
  const message = `is the address of ${externalId === null ? name : `${name}, whose externalId is ${externalId}`}`;
  const issues = [{ path: `contactPoints.${index}.address`, message }];
  return new AppError({ code: 'person.email-taken', kind: 'conflict', message: `This ${message}.`, issues });
}
