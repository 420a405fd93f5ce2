import { AppError } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { PersonPatch } from '../domain/person-patch.ts';
import { type EmailOwner, readEmailOwners } from '../store/pg-email-owners.ts';
import { readOwnersOfExternalIds } from '../store/pg-people.ts';

/**
 * Whom rows of a file are about: who has the `externalId`, and otherwise who has the first email address that anybody has.
 * @returns for each, in their order, the living person; null for somebody new; or, where the address is somebody else's,
 * the refusal `person.email-taken` (409)
 */
export async function matchRows(
  tx: Tx,
  tenantId: TenantId,
  rows: readonly PersonPatch[],
): Promise<(PersonId | null | AppError)[]> {
  const externalIds = rows.flatMap(({ externalId }) => (externalId ? [externalId] : []));
  const byExternalId = await readOwnersOfExternalIds(tx, tenantId, externalIds);
  const byEmail = await readEmailOwners(tx, tenantId, rows.flatMap(emailsOf));
  return rows.map((row) => {
    const known = row.externalId ? byExternalId.get(row.externalId) : undefined;
    const owner = ownerAmong(row, byEmail);
    if (!owner) return known ?? null;
    const isTheirs = known ? owner.id === known : !row.externalId || owner.externalId === null;
    return isTheirs ? owner.id : takenBy(owner, row);
  });
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
