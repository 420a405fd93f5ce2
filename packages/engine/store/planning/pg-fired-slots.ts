import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';

/** The slots that these schedules have had, from the year of `since` on: whatever an edit makes of them, they are over. */
export async function readFiredSlots(
  tx: Tx,
  ids: readonly ScheduleId[],
  since: Temporal.Instant,
): Promise<ReadonlyMap<ScheduleId, ReadonlySet<string>>> {
  if (ids.length === 0) return new Map();
  // Annual slots are years alone; all others begin with their date.
  const day = since.subtract({ hours: 48 }).toString().slice(0, 10);
  const { rows } = await tx.query<{ schedule_id: ScheduleId; slot: string }>(
    `SELECT schedule_id, slot FROM engine.slot_ledger
     WHERE year >= left($2, 4)::smallint AND schedule_id = ANY($1::uuid[]) AND (slot COLLATE "C" >= $2 OR length(slot) = 4)`,
    [ids, day],
  );
  const bySchedule = Map.groupBy(rows, (row) => row.schedule_id);
  return new Map([...bySchedule].map(([id, slots]) => [id, new Set(slots.map(({ slot }) => slot))]));
}
