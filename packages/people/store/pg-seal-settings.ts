import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import { openSettings, type SettingsPlace, type StoredSettings, sealSettings } from './stored-settings.ts';

type Unsealed = SettingsPlace & { position: number; settings: StoredSettings };

const batch = 500;

/**
 * Seals, with the present key, what contact points hold plain or under an earlier key; of all tenants, so it takes a
 * pool of the engine's role. Locks nothing beyond each update, which changes only what is still as it was read: it may
 * run in many processes, beside edits, and again. What cannot be opened is left as it is.
 * @returns how many were sealed
 */
export async function sealContactSettings(enginePool: pg.Pool, sealer: Sealer): Promise<number> {
  let sealed = 0;
  let after = { personId: '00000000-0000-0000-0000-000000000000', position: -1 };
  for (;;) {
    const { rows } = await enginePool.query<Unsealed>(
      `SELECT tenant_id AS "tenantId", person_id AS "personId", position, channel, address, settings
       FROM people.contact_point
       WHERE settings IS NOT NULL AND settings ->> 'key' IS DISTINCT FROM $1 AND (person_id, position) > ($2, $3)
       ORDER BY person_id, position LIMIT $4`,
      [sealer.keyId, after.personId, after.position, batch],
    );
    for (const row of rows) sealed += await sealOne(enginePool, sealer, row);
    const last = rows.at(-1);
    if (!last || rows.length < batch) return sealed;
    after = last;
  }
}

async function sealOne(pool: pg.Pool, sealer: Sealer, row: Unsealed): Promise<number> {
  const opened = openSettings(sealer, row, row.settings);
  if (!opened.isReadable) return 0;
  const { rowCount } = await pool.query(
    `UPDATE people.contact_point SET settings = $4
     WHERE person_id = $1 AND channel = $2 AND address = $3 AND settings = $5::jsonb`,
    [
      row.personId,
      row.channel,
      row.address,
      JSON.stringify(sealSettings(sealer, row, opened.settings)),
      JSON.stringify(row.settings),
    ],
  );
  return rowCount ?? 0;
}
