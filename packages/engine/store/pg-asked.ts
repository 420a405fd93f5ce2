import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';

/** An occurrence that waits for an answer and about which an address was asked. */
export interface AskedOccurrence {
  tenantId: TenantId;
  day: string;
  occId: OccId;
  /** Whose address it is: not always the person whom the reminder is for. */
  personId: PersonId;
  personName: string;
  title: string;
}

/** What an address was asked about and is still open, oldest first, across tenants: a reply names none. Reads only. */
export async function readAsked(tx: Tx, channel: string, address: string): Promise<AskedOccurrence[]> {
  const { rows } = await tx.query<AskedOccurrence>(
    `SELECT c.tenant_id AS "tenantId", c.day, c.occ_id AS "occId", c.person_id AS "personId",
       coalesce(r.name, c.address) AS "personName", s.title
     FROM engine.open_contact c
     JOIN engine.turn t ON t.day = c.day AND t.occ_id = c.occ_id AND t.seq = 0
     JOIN engine.schedule s ON s.id = t.schedule_id
     LEFT JOIN people.recipient r ON r.id = c.person_id
     WHERE c.channel = $1 AND c.address = $2 ORDER BY c.opened_at, c.occ_id`,
    [channel, address],
  );
  return rows;
}
