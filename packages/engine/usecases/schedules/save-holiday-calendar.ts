import { newId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Holiday } from '../../domain/timing/timing-of.ts';
import { insertReplanTask } from '../../store/planning/pg-replan-tasks.ts';
import { type HolidayCalendar, saveCalendar } from '../../store/schedules/pg-holidays.ts';

/**
 * Saves a calendar; a name that exists keeps its id and gets the new days. Schedules that name it are planned anew
 * afterwards, in chunks: what asks for that commits with the change.
 */
export async function saveHolidayCalendar(
  tx: Tx,
  { tenantId, now, name, days }: { tenantId: TenantId; now: Temporal.Instant; name: string; days: readonly Holiday[] },
): Promise<HolidayCalendar> {
  const saved = await saveCalendar(tx, tenantId, { id: newId(), name, days, createdAt: now });
  if (saved.version > 1) await insertReplanTask(tx, tenantId, saved.id);
  return saved;
}
