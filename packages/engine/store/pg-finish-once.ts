import type { Tx } from '@belfry/platform/database';

/**
 * Ends schedules that have one occurrence, now that it is done; recurring ones go on. Locks them in the order of their ids.
 * Idempotent.
 */
export async function finishThoseOnce(tx: Tx, scheduleIds: readonly string[], now: Temporal.Instant): Promise<void> {
  if (scheduleIds.length === 0) return;
  await tx.query(
    `WITH held AS (
       SELECT id FROM engine.schedule WHERE id = ANY($1::uuid[]) AND NOT recurring AND finished_at IS NULL
       ORDER BY id FOR NO KEY UPDATE
     )
     UPDATE engine.schedule s SET finished_at = $2 FROM held WHERE s.id = held.id`,
    [scheduleIds, now.toString()],
  );
}
