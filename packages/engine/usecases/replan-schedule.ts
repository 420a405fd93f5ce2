import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../domain/first-wakeups.ts';
import { occurrenceIdOf } from '../domain/occurrence-id.ts';
import { idleUntil } from '../domain/timing/idle-until.ts';
import { FAR_FUTURE, firesFrom, isForTheDay, type Slot, type Timing } from '../domain/timing/rule.ts';
import { slotsBetween } from '../domain/timing/slots.ts';
import type { Partitions } from '../store/pg-partitions.ts';
import { oldestLedgerYear, type PlannableSchedule } from '../store/pg-plan.ts';
import { bumpTiming, readUnfired } from '../store/pg-replan.ts';
import { horizon, insertWakeups } from '../store/pg-wakeups.ts';

/** How far back something planned and not yet fired is looked for, and how far back a move of zones can put it. */
export const lookBack = Temporal.Duration.from({ hours: 48 });

/** What planning anew may write: call it before the transaction. */
export function coverReplan(partitions: Partitions, now: Temporal.Instant): Promise<void> {
  return partitions.cover(now.subtract(lookBack), now.add({ hours: 72 }));
}

export interface ReplanOptions {
  tx: Tx;
  now: Temporal.Instant;
  schedule: PlannableSchedule;
  /** As it was planned so far; null where nothing of it counts, as after a pause. */
  before: Timing | null;
  after: Timing;
  /**
   * Which instances are kept where the new timing puts them into the past. `due`: those that were due already and have
   * not fired; somebody who edits at ten what was for six in the evening to nine means tomorrow. `planned`: those still
   * to come too; somebody who travels over nine o'clock is to get what was for nine, late. Of a rule for the day itself
   * that is asked of the new timing instead: what it names of today.
   */
  keep: 'due' | 'planned';
}

/**
 * Plans a schedule anew, up to 49 hours ahead, in the transaction that changed it. What was planned is wanted no more;
 * a slot that has fired stays fired, since the ledger knows it. Needs `coverReplan`.
 */
export async function replanSchedule(options: ReplanOptions): Promise<void> {
  const { tx, now, schedule, before, after, keep } = options;
  const until = now.add(horizon);
  const isOnce = after.rule.type === 'once';
  const owed = before === null ? new Set<string>() : await slotsOwed(tx, schedule, before, now, keep);
  const year = await oldestLedgerYear(tx);
  const since = isForTheDay(after) ? firesFrom(after, now) : now;
  const slots = slotsBetween(after, now.subtract(lookBack), isOnce ? FAR_FUTURE : until).filter(
    ({ slot, dueAt }) => isDistinct(slot, year) && (Temporal.Instant.compare(dueAt, since) >= 0 || owed.has(slot)),
  );
  const timingRev = await bumpTiming(tx, schedule.id, now, isOnce ? null : idleUntil(after, until));
  await insertWakeups(tx, firstWakeups({ ...schedule, timingRev }, slots), now);
}

/** Whether the ledger of the slot's year still stands; without it a slot that has fired would look like a new one. */
export function isDistinct(slot: string, oldestYear: number): boolean {
  return Number(slot.slice(0, 4)) >= oldestYear;
}

async function slotsOwed(
  tx: Tx,
  schedule: PlannableSchedule,
  before: Timing,
  now: Temporal.Instant,
  keep: 'due' | 'planned',
): Promise<Set<string>> {
  const past = planned(before, now.subtract(lookBack), now.add({ milliseconds: 1 }));
  const candidates = past.map(({ slot, dueAt }) => ({
    slot,
    dueAt,
    occId: occurrenceIdOf(schedule.id, slot, schedule.shard),
  }));
  const owed = await readUnfired(tx, schedule, candidates);
  if (keep === 'planned' && !isForTheDay(before))
    for (const { slot } of planned(before, now, now.add(horizon))) owed.add(slot);
  return owed;
}

/** A timing that cannot be laid out, its zone being unknown to this runtime, has left nothing behind. */
function planned(timing: Timing, from: Temporal.Instant, to: Temporal.Instant): Slot[] {
  try {
    return slotsBetween(timing, from, to);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
