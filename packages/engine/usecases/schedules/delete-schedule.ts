import { notFound } from '@belfry/kernel/app-error';
import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { isDeleted, lockSchedule, markSchedule } from '../../store/schedules/pg-schedules.ts';
import { refuseKept } from './edit-schedule.ts';

/**
 * Takes a schedule away; its occurrences stay in the record. Idempotent: one that was deleted before is deleted.
 * Settle the fact, closing what is open, before saying so.
 * @throws AppError `schedule.not-found`, `schedule.kept` (409); whatever `requireVersion` throws where the caller knows an older version
 */
export async function deleteSchedule(
  tx: Tx,
  { id, now, requireVersion }: { id: ScheduleId; now: Temporal.Instant; requireVersion(version: number): void },
): Promise<void> {
  const schedule = await lockSchedule(tx, id);
  if (schedule) {
    requireVersion(schedule.version);
    refuseKept(schedule);
    await markSchedule(tx, id, 'deleted_at', now);
  } else if (!(await isDeleted(tx, id))) throw notFound('schedule', id);
}
