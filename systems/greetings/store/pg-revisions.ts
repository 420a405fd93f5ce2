import { newId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { PlaceAmongPeople } from './pg-occasions.ts';

export interface Revision {
  id: string;
  tenantId: TenantId;
  after: PlaceAmongPeople;
  /** How many people have been gone through. */
  done: number;
}

/**
 * In the transaction of the change: the one cannot be kept without the other. Where one is under way it goes on, by what holds
 * from now on, and this one begins once it has come to the end: whatever is changed how often, those late in the order are
 * reached. What waits to begin is one with it.
 */
export async function askForRevision(tx: Tx, tenantId: TenantId, now: Temporal.Instant): Promise<void> {
  await tx.query(
    `DELETE FROM greetings.revision WHERE tenant_id = $1 AND (after_at = '-infinity' OR id <> (
       SELECT id FROM greetings.revision WHERE tenant_id = $1 ORDER BY id LIMIT 1))`,
    [tenantId],
  );
  await tx.query('INSERT INTO greetings.revision (id, tenant_id, created_at) VALUES ($1, $2, $3)', [
    newId(),
    tenantId,
    now.toString(),
  ]);
}

/** Whose is to be gone on with, oldest first. */
export async function tenantsToRevise(pool: pg.Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ id: TenantId }>(
    'SELECT tenant_id AS id FROM greetings.revision GROUP BY tenant_id ORDER BY min(greetings.revision.id::text)',
  );
  return rows.map(({ id }) => id);
}

/** The tenant's first, unless somebody is at it, held until the transaction ends; or null. */
export async function holdRevision(tx: Tx, tenantId: TenantId): Promise<Revision | null> {
  const { rows } = await tx.query<Revision>(
    `SELECT id, tenant_id AS "tenantId", jsonb_build_object('at', after_at::text, 'id', after_id) AS after, done
     FROM greetings.revision WHERE tenant_id = $1 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [tenantId],
  );
  return rows[0] ?? null;
}

/** @param after null when it is done */
export async function advanceRevision(tx: Tx, { id, done }: Revision, after: PlaceAmongPeople | null): Promise<void> {
  if (after === null) await tx.query('DELETE FROM greetings.revision WHERE id = $1', [id]);
  else
    await tx.query('UPDATE greetings.revision SET after_at = $2, after_id = $3, done = $4 WHERE id = $1', [
      id,
      after.at,
      after.id,
      done,
    ]);
}

/** How far the newest change has come, or null where everybody has it. */
export async function readRevision(tx: Tx, tenantId: TenantId): Promise<{ done: number } | null> {
  const { rows } = await tx.query<{ done: number }>(
    'SELECT done FROM greetings.revision WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1',
    [tenantId],
  );
  return rows[0] ?? null;
}

export async function countRevisions(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int FROM greetings.revision');
  return rows[0]?.count ?? 0;
}
