import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type { ContactPoint } from '../domain/person.ts';
import { openSettings, type StoredSettings, sealSettings } from './stored-settings.ts';

interface ContactPointsOfPerson {
  personId: PersonId;
  points: readonly WrittenPoint[];
}

interface WrittenPoint extends ContactPoint {
  /** Of a point that stood there: what it holds and cannot be opened here. */
  unopened?: StoredSettings;
}

/**
 * Replaces all contact points of a person whose row the transaction has locked; what they hold is sealed. What cannot be opened
 * here stays as it is where the point stays and nothing else was given for it: whoever has the key can open it still.
 */
export async function writeContactPoints(
  tx: Tx,
  sealer: Sealer,
  { tenantId, personId, points }: ContactPointsOfPerson & { tenantId: TenantId },
): Promise<void> {
  const { rows } = await tx.query<{ channel: string; address: string; settings: StoredSettings }>(
    'DELETE FROM people.contact_point WHERE person_id = $1 RETURNING channel, address, settings',
    [personId],
  );
  const unopened = rows.filter((row) => !openSettings(sealer, { ...row, tenantId, personId }, row.settings).isReadable);
  const written = points.map((point) => {
    const before = unopened.find(({ channel, address }) => channel === point.channel && address === point.address);
    return before && point.settings === null ? { ...point, unopened: before.settings } : point;
  });
  await insertContactPoints(tx, sealer, tenantId, [{ personId, points: written }]);
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
      sealed: point.unopened ?? sealSettings(sealer, { ...point, tenantId, personId }, point.settings),
    })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO people.contact_point (tenant_id, person_id, position, channel, address, settings)
     SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::jsonb[])`,
    [
      tenantId,
      uuidArray(rows.map(({ personId }) => personId)),
      plainArray(rows.map(({ position }) => position)),
      plainArray(rows.map(({ channel }) => channel)),
      textArray(rows.map(({ address }) => address)),
      textArray(rows.map(({ sealed }) => sealed && JSON.stringify(sealed))),
    ],
  );
}
