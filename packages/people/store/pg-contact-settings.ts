import type { PersonId } from '@belfry/kernel/ids';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import { type OpenedSettings, openSettings, type StoredSettings } from './stored-settings.ts';

interface ContactPointRef {
  personId: PersonId;
  channel: string;
  address: string;
}

/**
 * What a person's contact point holds beside its address (the keys of a push subscription, how a webhook is called), as
 * of now; null where it holds nothing or is there no more. For engine code: its role sees all tenants.
 */
export async function readContactSettings(
  pool: pg.Pool,
  sealer: Sealer,
  point: ContactPointRef,
): Promise<OpenedSettings> {
  const { rows } = await pool.query<{ tenantId: string; settings: StoredSettings }>(
    `SELECT tenant_id AS "tenantId", settings FROM people.contact_point
     WHERE person_id = $1 AND channel = $2 AND address = $3`,
    [point.personId, point.channel, point.address],
  );
  const [row] = rows;
  return row
    ? openSettings(sealer, { ...point, tenantId: row.tenantId }, row.settings)
    : { isReadable: true, settings: null };
}
