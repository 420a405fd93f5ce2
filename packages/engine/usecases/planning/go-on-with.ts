import { laterOf } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import type { Slot } from '../../domain/timing/rule.ts';
import { kindPutOff } from '../../domain/what-comes-next.ts';
import { turnKey } from '../../store/chain/pg-claim-turns.ts';
import { readHeads } from '../../store/chain/pg-heads.ts';
import type { PlannableSchedule } from '../../store/planning/pg-plan.ts';
import { readUnfinished } from '../../store/planning/pg-unfinished.ts';
import { insertWakeups } from '../../store/wakeups/pg-wakeups.ts';

/**
 * The next slots of schedules for the day itself, of those whose slot is spent though nobody has had it: its author had put it off to
 * another time, or its person was away. The same chain goes on, at the time that holds now. Where it had been put off to an earlier
 * one its author puts it off again.
 */
export async function goOnWith(
  { tx, now }: { tx: Tx; now: Temporal.Instant },
  nexts: readonly { schedule: PlannableSchedule; slot: Slot }[],
): Promise<void> {
  const firsts = nexts.flatMap(({ schedule, slot }) => firstWakeups(schedule, [slot]));
  const unfinished = await readUnfinished(tx, firsts);
  const goingOn = firsts.flatMap((first) => {
    const last = unfinished.get(first.occId);
    return last ? [{ ...first, day: last.day, seq: last.seq + 1, timingRev: 0, dueAt: laterOf(now, first.dueAt) }] : [];
  });
  const heads = await readHeads(tx, goingOn);
  const wakeups = goingOn.map((wakeup) => {
    const followUps = heads.get(turnKey(wakeup.occId, wakeup.seq))?.head.followUps ?? [];
    return { ...wakeup, kind: kindPutOff(followUps) };
  });
  if (wakeups.length > 0) await insertWakeups(tx, wakeups, now);
}
