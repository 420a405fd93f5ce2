import { AppError, notFound } from '@belfry/kernel/app-error';
import type { ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { lockSchedule, markSchedule, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';

/**
 * From this commit on nothing of the schedule fires, and what falls into the pause is not missed: it never was due.
 * Idempotent. Settle the fact before saying so.
 * @throws AppError `schedule.not-found`, `schedule.finished` (409)
 */
export async function pauseSchedule(tx: Tx, id: ScheduleId, now: Temporal.Instant): Promise<ScheduleRecord> {
  const schedule = await lockSchedule(tx, id);
  if (!schedule) throw notFound('schedule', id);
  if (schedule.finishedAt) {
    throw new AppError({
      code: 'schedule.finished',
      kind: 'conflict',
      message: 'A finished schedule cannot be paused.',
    });
  }
  if (schedule.pausedAt) return schedule;
  await markSchedule(tx, id, 'paused_at', now);
  return { ...schedule, pausedAt: now, version: schedule.version + 1 };
}
