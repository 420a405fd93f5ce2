import type { PersonId } from '@belfry/kernel/ids';
import type pg from 'pg';

interface ContactPointRef {
  personId: PersonId;
  channel: string;
  address: string;
}

/**
 * What a person's contact point holds beside its address (the keys of a push subscription, how a webhook is called), as
 * of now; null where it holds nothing or is there no more. For engine code: its role sees all tenants.
 */
export async function readContactSettings(pool: pg.Pool, point: ContactPointRef): Promise<unknown> {
  const { rows } = await pool.query<{ settings: unknown }>(
    `SELECT settings FROM people.contact_point WHERE person_id = $1 AND channel = $2 AND address = $3`,
    [point.personId, point.channel, point.address],
  );
  return rows[0]?.settings ?? null;
}
