import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';

/** One occurrence, by what it follows from. */
export interface ScheduledSlot {
  tenantId: TenantId;
  personId: PersonId;
  scheduleId: ScheduleId;
  slot: string;
}

/**
 * Those of these occurrences of which something has left, or may have. Where the history is gone the ledger still says that there
 * was one, and then it is taken for one that has. Each costs a few look-ups by key.
 */
export async function readReachedSlots(
  tx: Tx,
  slots: readonly ScheduledSlot[],
): Promise<Pick<ScheduledSlot, 'scheduleId' | 'slot'>[]> {
  if (slots.length === 0) return [];
  const { rows } = await tx.query<Pick<ScheduledSlot, 'scheduleId' | 'slot'>>(
    `SELECT k.schedule_id AS "scheduleId", k.slot
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS k (tenant_id, person_id, schedule_id, slot)
     CROSS JOIN LATERAL (
       SELECT FROM engine.slot_ledger
       WHERE year = left(k.slot, 4)::smallint AND schedule_id = k.schedule_id AND slot = k.slot OFFSET 0
     ) had
     CROSS JOIN LATERAL (
       SELECT count(*) AS known, count(*) FILTER (WHERE EXISTS (
         SELECT FROM engine.turn made CROSS JOIN jsonb_array_elements(made.contacts) AS c
         WHERE made.day = t.day AND made.occ_id = t.occ_id AND c ->> 'address' IS NOT NULL AND coalesce((
           SELECT bool_or(status NOT IN ('failed', 'suppressed')) FROM engine.outcome
           WHERE day = made.day AND occ_id = made.occ_id AND seq = made.seq AND target = (c ->> 'target')::int), true)
       )) AS reached
       FROM engine.turn t
       WHERE t.tenant_id = k.tenant_id AND t.person_id = k.person_id AND t.seq = 0
         AND t.schedule_id = k.schedule_id AND t.slot = k.slot
     ) turns
     WHERE turns.known = 0 OR turns.reached > 0`,
    [
      uuidArray(slots.map(({ tenantId }) => tenantId)),
      uuidArray(slots.map(({ personId }) => personId)),
      uuidArray(slots.map(({ scheduleId }) => scheduleId)),
      textArray(slots.map(({ slot }) => slot)),
    ],
  );
  return rows;
}
