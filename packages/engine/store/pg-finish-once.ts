import type { Tx } from '@belfry/platform/database';

/** Ends a schedule that has one occurrence, now that it is done; a recurring one goes on. Idempotent. */
export async function finishIfOnce(tx: Tx, scheduleId: string, now: Temporal.Instant): Promise<void> {
  await tx.query(
    'UPDATE engine.schedule SET finished_at = $2 WHERE id = $1 AND NOT recurring AND finished_at IS NULL',
    [scheduleId, now.toString()],
  );
}

/** The same for many; locks them in the order of their ids. */
export async function finishThoseOnce(tx: Tx, scheduleIds: readonly string[], now: Temporal.Instant): Promise<void> {
  await tx.query(
    `WITH held AS (
       SELECT id FROM engine.schedule WHERE id = ANY($1::uuid[]) AND NOT recurring AND finished_at IS NULL
       ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE engine.schedule s SET finished_at = $2 FROM held WHERE s.id = held.id`,
    [scheduleIds, now.toString()],
  );
}
