import type { Tx } from '@belfry/platform/database';

/** Ends a schedule that has one occurrence, now that it is done; a recurring one goes on. Idempotent. */
export async function finishIfOnce(tx: Tx, scheduleId: string, now: Temporal.Instant): Promise<void> {
  await tx.query(
    'UPDATE engine.schedule SET finished_at = $2 WHERE id = $1 AND NOT recurring AND finished_at IS NULL',
    [scheduleId, now.toString()],
  );
}
