import { AppError, notFound } from '@belfry/kernel/app-error';
import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import { lockSchedule, markSchedule, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { replanSchedule } from '../planning/replan-schedule.ts';

/**
 * Goes on from now: nothing that fell into the pause is made up for, which is why it is planned anew and the wake-ups of
 * before are wanted no more. Idempotent. Needs `coverReplan`.
 * @throws AppError `schedule.not-found`, `schedule.finished` (409)
 */
export async function resumeSchedule(
  tx: Tx,
  { tenantId, id, now }: { tenantId: TenantId; id: ScheduleId; now: Temporal.Instant },
): Promise<ScheduleRecord> {
  const schedule = await lockSchedule(tx, id);
  if (!schedule) throw notFound('schedule', id);
  if (schedule.finishedAt) {
    throw new AppError({
      code: 'schedule.finished',
      kind: 'conflict',
      message: 'A finished schedule cannot be resumed.',
    });
  }
  if (!schedule.pausedAt) return schedule;
  await markSchedule(tx, id, 'paused_at', null);
  const calendars = await readCalendars(tx, calendarsNamed([schedule]));
  const after = timingOf(schedule, calendars);
  const plannable = { ...schedule, tenantId, since: now };
  await replanSchedule({ tx, now, schedule: plannable, before: null, after, keep: 'due' });
  return { ...schedule, pausedAt: null, version: schedule.version + 1 };
}
