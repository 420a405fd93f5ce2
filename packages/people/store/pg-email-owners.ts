import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';

export interface EmailClaim {
  personId: PersonId;
  address: string;
}

/**
 * Makes addresses those of living people. Waits for whoever is just claiming one of them; in the order of addresses, so that
 * overlapping claims cannot deadlock.
 * @returns those that are somebody else's, also where two of these claim one
 */
export async function claimEmails(tx: Tx, tenantId: TenantId, claims: readonly EmailClaim[]): Promise<EmailClaim[]> {
  if (claims.length === 0) return [];
  const { rows } = await tx.query<EmailClaim>(
    `INSERT INTO people.email_owner (tenant_id, address, person_id)
     SELECT $1, address, person_id FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS c (address, person_id, n)
     ORDER BY address, n ON CONFLICT DO NOTHING RETURNING address, person_id AS "personId"`,
    [tenantId, textArray(claims.map(({ address }) => address)), uuidArray(claims.map(({ personId }) => personId))],
  );
  const claimed = new Set(rows.map(keyOf));
  return claims.filter((claim) => !claimed.has(keyOf(claim)));
}

export async function releaseEmails(tx: Tx, tenantId: TenantId, claims: readonly EmailClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await tx.query(
    `DELETE FROM people.email_owner o USING unnest($2::text[], $3::uuid[]) AS c (address, person_id)
     WHERE o.tenant_id = $1 AND o.address = c.address AND o.person_id = c.person_id`,
    [tenantId, textArray(claims.map(({ address }) => address)), uuidArray(claims.map(({ personId }) => personId))],
  );
}

export interface EmailOwner {
  id: PersonId;
  name: string;
  externalId: string | null;
}

/** Whose addresses these are. */
export async function readEmailOwners(
  tx: Tx,
  tenantId: TenantId,
  addresses: readonly string[],
): Promise<Map<string, EmailOwner>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await tx.query<EmailOwner & { address: string }>(
    `SELECT o.address, p.id, p.name, p.external_id AS "externalId" FROM unnest($2::text[]) AS a (address)
     CROSS JOIN LATERAL (
       SELECT address, person_id FROM people.email_owner WHERE tenant_id = $1 AND address = a.address OFFSET 0) o
     CROSS JOIN LATERAL (SELECT id, name, external_id FROM people.person WHERE id = o.person_id OFFSET 0) p`,
    [tenantId, textArray(addresses)],
  );
  return new Map(rows.map(({ address, ...owner }) => [address, owner]));
}

function keyOf({ personId, address }: EmailClaim): string {
  return `${personId} ${address}`;
}
