import { inTransaction } from '@belfry/platform/database';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { lockNaming } from '../../store/planning/pg-replan.ts';
import { advanceReplanTask, holdReplanTask } from '../../store/planning/pg-replan-tasks.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { coverReplan, replanSchedule } from './replan-schedule.ts';

/**
 * Plans a chunk of the schedules anew whose holiday calendar changed, and notes how far it has come in the same commit:
 * a crash costs one chunk, and any number of processes may work at it.
 * @returns whether there was anything to do
 */
export async function replanHolidays(
  deps: Pick<EngineDeps, 'pool' | 'clock' | 'partitions'>,
  chunk = 200,
): Promise<boolean> {
  const now = deps.clock.now();
  return inTransaction(deps.pool, async (tx) => {
    const task = await holdReplanTask(tx);
    if (!task) return false;
    await coverReplan(deps.partitions, now);
    const schedules = await lockNaming(tx, task.tenantId, task.calendarId, task.afterId, chunk);
    const calendars = await readCalendars(tx, calendarsNamed(schedules));
    for (const schedule of schedules) {
      const timing = timingOf(schedule, calendars);
      // Which days were holidays before is forgotten, and need not be known: nothing is kept but what is due already.
      const before = { ...timing, holidays: new Map<string, string>() };
      await replanSchedule({ tx, now, schedule, before, after: timing, keep: 'due' });
    }
    const last = schedules.length < chunk ? null : (schedules.at(-1)?.id ?? null);
    await advanceReplanTask(tx, task.id, last);
    return true;
  });
}
