import type { ScheduleId } from '@belfry/kernel/ids';
import { uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';

/**
 * Of these schedules, those of which this slot will not come, whatever their rules say: it has been had, or they are paused or
 * finished. One that does not exist yet is not among them. By key; reads only.
 */
export async function readNotComing(tx: Tx, ids: readonly ScheduleId[], slot: string): Promise<Set<ScheduleId>> {
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<{ id: ScheduleId }>(
    `SELECT k.id FROM unnest($1::uuid[]) AS k (id)
     WHERE EXISTS (SELECT FROM engine.slot_ledger WHERE year = left($2, 4)::smallint AND schedule_id = k.id AND slot = $2 OFFSET 0)
       OR EXISTS (SELECT FROM engine.schedule WHERE id = k.id AND deleted_at IS NULL
         AND (paused_at IS NOT NULL OR finished_at IS NOT NULL) OFFSET 0)`,
    [uuidArray(ids), slot],
  );
  return new Set(rows.map(({ id }) => id));
}
