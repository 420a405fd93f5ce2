import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { firesFrom, isForTheDay, type Timing } from '../../domain/timing/rule.ts';
import { slotsBetween } from '../../domain/timing/slots.ts';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { lockShard } from '../../store/chain/pg-shard-locks.ts';
import { lockUnderWayOf } from '../../store/planning/pg-replan.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import { replanSchedule } from './replan-schedule.ts';

/**
 * Plans the schedules of a person who was removed and has come back: the planner passes removed people over. Nothing
 * that fell into their absence is made up for, but what is for this very day; that, and what was to be tried again or had been put
 * off when they went, has ended without a word to anybody, and goes on. In the transaction that restored them; needs
 * `coverReplan`.
 */
export async function replanRestoredPerson(
  tx: Tx,
  { personId, now }: { personId: PersonId; now: Temporal.Instant },
): Promise<void> {
  const schedules = await lockUnderWayOf(tx, personId);
  const calendars = await readCalendars(tx, calendarsNamed(schedules));
  for (const schedule of schedules) {
    const after = timingOf(schedule, calendars);
    // Whoever saw them removed has committed then, and what that ended is seen.
    if (isDueAround(after, now)) await lockShard(tx, schedule.shard);
    await replanSchedule({ tx, now, schedule: { ...schedule, since: now }, before: null, after, keep: 'due' });
  }
}

/** Its chain may be ending at this moment; and `now` is from before whatever was waited for. */
function isDueAround(timing: Timing, now: Temporal.Instant): boolean {
  return isForTheDay(timing) && slotsBetween(timing, firesFrom(timing, now), now.add({ hours: 1 })).length > 0;
}
