import type { ScheduleId } from '@belfry/kernel/ids';
import { compareInstants, earlierOf, laterOf } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { occurrenceIdOf } from '../../domain/occurrence-id.ts';
import { firstBehind } from '../../domain/timing/idle-until.ts';
import { FAR_FUTURE, firesFrom, goesOnFrom, isForTheDay, type Slot, type Timing } from '../../domain/timing/rule.ts';
import { slotsBetween } from '../../domain/timing/slots.ts';
import { coverDays, type Partitions } from '../../store/partitions/pg-partitions.ts';
import { oldestLedgerYear, type PlannableSchedule } from '../../store/planning/pg-plan.ts';
import { bumpTimings, type Reach, readReach, readUnfired } from '../../store/planning/pg-replan.ts';
import { horizon, insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import { goOnWith } from './go-on-with.ts';

/** How far back a move of zones, or another hour, can put what was due. */
export const lookBack = Temporal.Duration.from({ hours: 48 });

/** What planning anew may write: call it before the transaction. */
export function coverReplan(partitions: Partitions, now: Temporal.Instant): Promise<void> {
  return partitions.cover(now.subtract(lookBack), now.add({ hours: 72 }));
}

/** What `coverReplan` cannot foresee: that after an outage something is due longer ago. In the transaction that plans it. */
export async function coverBehind(
  tx: Tx,
  planned: readonly { dueAt: Temporal.Instant }[],
  now: Temporal.Instant,
): Promise<void> {
  const first = planned.map(({ dueAt }) => dueAt).reduce(earlierOf, now);
  if (compareInstants(first, now.subtract(lookBack)) < 0) await coverDays(tx, first, now);
}

/**
 * From when on something of a schedule may be due that nobody has taken up: what was due before the watermark is explained,
 * and from `plannedUntil` on, after an outage, no planner has come to it. What an edit has just put further back is too.
 */
export function dueFrom(
  { createdAt, watermark, plannedUntil }: Omit<Reach, 'id'>,
  now: Temporal.Instant,
): Temporal.Instant {
  const behind = laterOf(createdAt, earlierOf(watermark, plannedUntil));
  return earlierOf(now, behind).subtract(lookBack);
}

/** One schedule to be planned anew. */
export interface Replan {
  schedule: PlannableSchedule;
  /** As it was planned so far; null where it goes on, as after a pause, and nothing of that counts. */
  before: Timing | null;
  after: Timing;
  /**
   * Which instances are kept where the new timing puts them into the past. `due`: those that were due already and have
   * not fired; somebody who edits at ten what was for six in the evening to nine means tomorrow. `planned`: those still
   * to come too; somebody who travels over nine o'clock is to get what was for nine, late. Of a rule for the day itself
   * that is asked of the new timing instead: what it names of today; and what was due is kept for its own day alone.
   */
  keep: 'due' | 'planned';
  /** Slots to come that are not kept in the past all the same. */
  leftOut?: ReadonlySet<string> | null;
}

interface Transacting {
  tx: Tx;
  now: Temporal.Instant;
}

/**
 * Plans a schedule anew, up to 49 hours ahead, in the transaction that changed it. What was planned is wanted no more;
 * a slot that has fired stays fired, since the ledger knows it, and one for the day itself that nobody has had goes on in its chain.
 * Needs `coverReplan`.
 */
export async function replanSchedule({ tx, now, ...one }: Transacting & Replan): Promise<void> {
  await replanSchedules({ tx, now }, [one]);
}

/** The same of many, each of which the transaction has locked. */
export async function replanSchedules({ tx, now }: Transacting, replans: readonly Replan[]): Promise<void> {
  if (replans.length === 0) return;
  const until = now.add(horizon);
  const owed = await slotsOwed(tx, replans, now);
  const year = await oldestLedgerYear(tx);
  const planned = replans.map(({ schedule, before, after }) => {
    const isOnce = after.rule.type === 'once';
    const isForDay = isForTheDay(after);
    const since = before ? firesFrom(after, now) : goesOnFrom(after, now);
    const kept = owed.get(schedule.id);
    const from = [...(kept?.values() ?? [])].map(({ dueAt }) => dueAt).reduce(earlierOf, now);
    const isKept = ({ slot, day }: Slot) => (isForDay ? kept?.get(slot)?.day === day : kept?.has(slot) === true);
    const isWanted = (slot: Slot) =>
      isDistinct(slot.slot, year) && (compareInstants(slot.dueAt, since) >= 0 || isKept(slot));
    const slots = slotsBetween(after, from.subtract(lookBack), isOnce ? FAR_FUTURE : until).filter(isWanted);
    const behind = isOnce ? { idle: null, first: null } : firstBehind(after, until);
    return { schedule, slots, idleUntil: behind.idle, next: isForDay ? (slots[0] ?? behind.first) : null };
  });
  const timingRevs = await bumpTimings(
    tx,
    planned.map(({ schedule: { id }, idleUntil }) => ({ id, idleUntil })),
    now,
  );
  const wakeups = planned.flatMap(({ schedule, slots }) =>
    firstWakeups({ ...schedule, timingRev: timingRevs.get(schedule.id) ?? schedule.timingRev }, slots),
  );
  await coverBehind(tx, wakeups, now);
  await insertWakeups(tx, wakeups, now);
  await goOnWith(
    { tx, now },
    planned.flatMap(({ schedule, next }) => (next ? [{ schedule, slot: next }] : [])),
  );
}

/** Whether the ledger of the slot's year still stands; without it a slot that has fired would look like a new one. */
export function isDistinct(slot: string, oldestYear: number): boolean {
  return Number(slot.slice(0, 4)) >= oldestYear;
}

/** By schedule and slot, what would be lost if only what is still to come were planned. */
async function slotsOwed(
  tx: Tx,
  replans: readonly Replan[],
  now: Temporal.Instant,
): Promise<Map<ScheduleId, Map<string, Slot>>> {
  const counting = replans.flatMap(({ before, ...rest }) => (before ? [{ before, ...rest }] : []));
  const reached = await readReach(
    tx,
    counting.map(({ schedule }) => schedule.id),
  );
  const candidates = counting.flatMap(({ schedule, before }) => {
    const reach = reached.get(schedule.id);
    if (!reach) return [];
    return planned(before, dueFrom(reach, now), now.add({ milliseconds: 1 })).map((slot) => ({
      ...{ schedule, ...slot },
      occId: occurrenceIdOf(schedule.id, slot.slot, schedule.shard),
      isUnplanned: compareInstants(slot.dueAt, reach.plannedUntil) >= 0,
    }));
  });
  const owed = new Map<ScheduleId, Map<string, Slot>>();
  const add = ({ id }: PlannableSchedule, slot: Slot) => {
    owed.set(id, (owed.get(id) ?? new Map()).set(slot.slot, slot));
  };
  for (const candidate of await readUnfired(tx, candidates)) add(candidate.schedule, candidate);
  for (const { schedule, before, keep, leftOut } of counting) {
    if (keep !== 'planned' || isForTheDay(before)) continue;
    for (const slot of planned(before, now, now.add(horizon))) if (!leftOut?.has(slot.slot)) add(schedule, slot);
  }
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
