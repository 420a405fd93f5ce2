import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { firesFrom, isForTheDay, type Timing } from '../../domain/timing/rule.ts';
import { slotsBetween } from '../../domain/timing/slots.ts';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { lockShard } from '../../store/chain/pg-shard-locks.ts';
import { readCutShort } from '../../store/planning/pg-cut-short.ts';
import type { PlannableSchedule } from '../../store/planning/pg-plan.ts';
import { lockUnderWayOf } from '../../store/planning/pg-replan.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import { insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import { replanSchedule } from './replan-schedule.ts';

/**
 * Plans the schedules of a person who was removed and has come back: the planner passes removed people over. Nothing
 * that fell into their absence is made up for, but what is for this very day. In the transaction that restored them; needs
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
    await replanSchedule({ tx, now, schedule: { ...schedule, since: now }, before: null, after, keep: 'due' });
    if (isForTheDay(after)) await fireAnew(tx, { schedule, timing: after, now });
  }
}

/**
 * What was due today while they were gone has ended without a word to anybody, and so has what was to be tried again, or had been put
 * off, when they went. Its slot is spent: the same chain goes on. Once the shard is locked, whoever saw them removed has committed.
 */
async function fireAnew(
  tx: Tx,
  { schedule, timing, now }: { schedule: PlannableSchedule; timing: Timing; now: Temporal.Instant },
): Promise<void> {
  const due = firstWakeups(schedule, slotsBetween(timing, firesFrom(timing, now), now.add({ milliseconds: 1 })));
  if (due.length === 0) return;
  await lockShard(tx, schedule.shard);
  const lastPlaces = await readCutShort(tx, due);
  const anew = due.flatMap((wakeup) => {
    const last = lastPlaces.get(wakeup.occId);
    return last === undefined ? [] : [{ ...wakeup, seq: last + 1, timingRev: 0, dueAt: now }];
  });
  await insertWakeups(tx, anew, now);
}
