import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type { ContactPoint } from '../domain/person.ts';
import { sealSettings } from './stored-settings.ts';

interface ContactPointsOfPerson {
  tenantId: TenantId;
  personId: PersonId;
  points: readonly ContactPoint[];
}

/** Replaces all contact points of a person whose row the transaction has locked or inserted; what they hold is sealed. */
export async function writeContactPoints(
  tx: Tx,
  sealer: Sealer,
  { tenantId, personId, points }: ContactPointsOfPerson,
): Promise<void> {
  await tx.query('DELETE FROM people.contact_point WHERE person_id = $1', [personId]);
  const sealed = points.map((point) => sealSettings(sealer, { ...point, tenantId, personId }, point.settings));
  await tx.query(
    `INSERT INTO people.contact_point (person_id, tenant_id, channel, address, settings, position)
     SELECT $1, $2, channel, address, settings, position - 1
     FROM unnest($3::text[], $4::text[], $5::jsonb[]) WITH ORDINALITY AS c (channel, address, settings, position)`,
    [
      personId,
      tenantId,
      points.map((point) => point.channel),
      points.map((point) => point.address),
      sealed.map((settings) => settings && JSON.stringify(settings)),
    ],
  );
}
