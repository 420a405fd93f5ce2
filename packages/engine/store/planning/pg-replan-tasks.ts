import { newId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';

export interface ReplanTask {
  id: string;
  tenantId: TenantId;
  calendarId: string;
  afterId: string;
}

/** In the transaction that changes the calendar: the one cannot be kept without the other. */
export async function insertReplanTask(tx: Tx, tenantId: TenantId, calendarId: string): Promise<void> {
  await tx.query('INSERT INTO engine.replan_task (id, tenant_id, calendar_id) VALUES ($1, $2, $3)', [
    newId(),
    tenantId,
    calendarId,
  ]);
}

/** One that nobody is at, held until the transaction ends; or null. */
export async function holdReplanTask(tx: Tx): Promise<ReplanTask | null> {
  const { rows } = await tx.query<ReplanTask>(
    `SELECT id, tenant_id AS "tenantId", calendar_id AS "calendarId", after_id AS "afterId"
     FROM engine.replan_task ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  return rows[0] ?? null;
}

/** How far it has come, in the transaction of the chunk; null when it is done. */
export async function advanceReplanTask(tx: Tx, id: string, afterId: string | null): Promise<void> {
  if (afterId === null) await tx.query('DELETE FROM engine.replan_task WHERE id = $1', [id]);
  else await tx.query('UPDATE engine.replan_task SET after_id = $2 WHERE id = $1', [id, afterId]);
}

export async function hasReplanTasks(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM engine.replan_task) AS any');
  return rows[0]?.any ?? false;
}
