import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';

export interface Owner {
  tenantId: TenantId;
  id: PersonId;
  name: string;
}

/** Who has an address now, the removed apart. Across tenants, so the engine's role has to ask. */
export async function ownersOf(tx: Tx, channel: string, address: string): Promise<Owner[]> {
  const { rows } = await tx.query<Owner>(
    `SELECT DISTINCT p.tenant_id AS "tenantId", p.id, p.name
     FROM people.contact_point c JOIN people.person p ON p.id = c.person_id AND p.deleted_at IS NULL
     WHERE c.channel = $1 AND c.address = $2 ORDER BY p.id`,
    [channel, address],
  );
  return rows;
}
