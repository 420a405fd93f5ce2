import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ContactPoint } from '../domain/person.ts';

/** Replaces all contact points of a person whose row the transaction has locked or inserted. */
export async function writeContactPoints(
  tx: Tx,
  { tenantId, personId, points }: { tenantId: TenantId; personId: PersonId; points: readonly ContactPoint[] },
): Promise<void> {
  await tx.query('DELETE FROM people.contact_point WHERE person_id = $1', [personId]);
  await tx.query(
    `INSERT INTO people.contact_point (person_id, tenant_id, channel, address, settings, position)
     SELECT $1, $2, channel, address, settings, position - 1
     FROM unnest($3::text[], $4::text[], $5::jsonb[]) WITH ORDINALITY AS c (channel, address, settings, position)`,
    [
      personId,
      tenantId,
      points.map((point) => point.channel),
      points.map((point) => point.address),
      points.map((point) => point.settings && JSON.stringify(point.settings)),
    ],
  );
}
