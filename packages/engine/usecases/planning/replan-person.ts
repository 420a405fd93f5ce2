import { isDeepStrictEqual } from 'node:util';
import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { type QuietHours, quietUntil } from '../../domain/quiet-hours.ts';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { type FollowingSchedule, lockFollowing } from '../../store/planning/pg-replan.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import { letGoOfPerson } from './let-go.ts';
import { recordDateLine } from './record-date-line.ts';
import { replanSchedule } from './replan-schedule.ts';

/** What of a person schedules follow. */
export interface FollowedFacts {
  timeZone: string;
  quietHours: QuietHours | null;
  birthDate: string | null;
  anniversaryDate: string | null;
  dates: Readonly<Record<string, string>>;
}

/**
 * Plans anew what follows a person whose zone or dates changed, in the transaction that changed them and after the
 * person's row was written. Slots survive a move: what was still to come and is now past is due at once, and what has
 * fired does not fire again where the move brings its day once more. What quiet hours hold longer than they would by now is
 * let go.
 * Needs `coverReplan`.
 */
export async function replanPerson(
  tx: Tx,
  {
    personId,
    before,
    after,
    now,
  }: { personId: PersonId; before: FollowedFacts; after: FollowedFacts; now: Temporal.Instant },
): Promise<void> {
  const changed = {
    zone: before.timeZone !== after.timeZone,
    dates: !isDeepStrictEqual(datesOf(before), datesOf(after)),
  };
  if (wakesSooner(before, after, now)) {
    await letGoOfPerson({
      tx,
      personId,
      now,
      reason: 'The quiet hours that held it were changed, or the zone they are in.',
    });
  }
  if (!changed.zone && !changed.dates) return;
  const schedules = await lockFollowing(tx, personId, changed);
  const calendars = await readCalendars(tx, calendarsNamed(schedules));
  for (const schedule of schedules) {
    const is = timingOf(schedule, calendars);
    const was = timingOf(asItWas(schedule, before), calendars);
    const leftOut = was.zone === is.zone ? null : await recordDateLine({ tx, now, schedule, before: was, after: is });
    await replanSchedule({ tx, now, schedule, before: was, after: is, keep: 'planned', leftOut });
  }
}

/** Whether the quiet hours of now end before those that held what is held. */
function wakesSooner(before: FollowedFacts, after: FollowedFacts, now: Temporal.Instant): boolean {
  const [was, is] = [before, after].map(({ quietHours, timeZone }) => quietUntil(quietHours, timeZone, now));
  return !!was && (!is || compareInstants(is, was) < 0);
}

function datesOf({ birthDate, anniversaryDate, dates }: FollowedFacts) {
  return { birthDate, anniversaryDate, dates };
}

function asItWas(schedule: FollowingSchedule, before: FollowedFacts): FollowingSchedule {
  return { ...schedule, ...datesOf(before), zone: schedule.followsZone ? before.timeZone : schedule.zone };
}
