import { notFound } from '@belfry/kernel/app-error';
import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { lockSchedule, markSchedule, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { refuseKept } from './edit-schedule.ts';

/**
 * Ends a schedule for good; it stays readable. Idempotent. Settle the fact, closing what is open, before saying so.
 * @throws AppError `schedule.not-found`, `schedule.kept` (409)
 */
export async function finishSchedule(tx: Tx, id: ScheduleId, now: Temporal.Instant): Promise<ScheduleRecord> {
  const schedule = await lockSchedule(tx, id);
  if (!schedule) throw notFound('schedule', id);
  refuseKept(schedule);
  if (schedule.finishedAt) return schedule;
  await markSchedule(tx, id, 'finished_at', now);
  return { ...schedule, finishedAt: now, version: schedule.version + 1 };
}
