import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { plainArray, textArray } from '@belfry/platform/array-literals';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type { ContactPoint } from '../domain/person.ts';
import { sealSettings } from './stored-settings.ts';

interface ContactPointsOfPerson {
  personId: PersonId;
  points: readonly ContactPoint[];
}

/** Replaces all contact points of a person whose row the transaction has locked; what they hold is sealed. */
export async function writeContactPoints(
  tx: Tx,
  sealer: Sealer,
  { tenantId, ...ofPerson }: ContactPointsOfPerson & { tenantId: TenantId },
): Promise<void> {
  await tx.query('DELETE FROM people.contact_point WHERE person_id = $1', [ofPerson.personId]);
  await insertContactPoints(tx, sealer, tenantId, [ofPerson]);
}

/** Of people who have none yet, and whose rows the transaction has locked or inserted. */
export async function insertContactPoints(
  tx: Tx,
  sealer: Sealer,
  tenantId: TenantId,
  people: readonly ContactPointsOfPerson[],
): Promise<void> {
  const rows = people.flatMap(({ personId, points }) =>
    points.map((point, position) => ({
      ...point,
      personId,
      position,
      sealed: sealSettings(sealer, { ...point, tenantId, personId }, point.settings),
    })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO people.contact_point (tenant_id, person_id, position, channel, address, settings)
     SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::jsonb[])`,
    [
      tenantId,
      plainArray(rows.map(({ personId }) => personId)),
      plainArray(rows.map(({ position }) => position)),
      plainArray(rows.map(({ channel }) => channel)),
      textArray(rows.map(({ address }) => address)),
      textArray(rows.map(({ sealed }) => sealed && JSON.stringify(sealed))),
    ],
  );
}
