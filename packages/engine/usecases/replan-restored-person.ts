import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { calendarsNamed, timingOf } from '../domain/timing/timing-of.ts';
import { readCalendars } from '../store/pg-holidays.ts';
import { lockUnderWayOf } from '../store/pg-replan.ts';
import { replanSchedule } from './replan-schedule.ts';

/**
 * Plans the schedules of a person who was removed and has come back: the planner passes removed people over. Nothing
 * that fell into their absence is made up for. In the transaction that restored them; needs `coverReplan`.
 */
export async function replanRestoredPerson(
  tx: Tx,
  { personId, now }: { personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  const schedules = await lockUnderWayOf(tx, personId);
  const calendars = await readCalendars(tx, calendarsNamed(schedules));
  for (const schedule of schedules) {
    const after = timingOf(schedule, calendars);
    await replanSchedule({ tx, now, schedule: { ...schedule, since: now }, before: null, after, keep: 'due' });
  }
}
