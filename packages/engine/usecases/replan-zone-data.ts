import { inTransaction, type Tx } from '@belfry/platform/database';
import { firstWakeups } from '../domain/first-wakeups.ts';
import { idleUntil } from '../domain/timing/idle-until.ts';
import { FAR_FUTURE, type Slot, type Timing } from '../domain/timing/rule.ts';
import { layOutInSteps } from '../domain/timing/slots.ts';
import { type Calendars, calendarsNamed, timingOf } from '../domain/timing/timing-of.ts';
import { readCalendars } from '../store/pg-holidays.ts';
import type { PlannableSchedule } from '../store/pg-plan.ts';
import { bumpTiming, lockZoned, moveZoneData, readPlannedSlots } from '../store/pg-replan.ts';
import type { Lease } from '../store/pg-shards.ts';
import { horizon, insertWakeups } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';
import { WayGiver } from './give-way.ts';
import { coverReplan, lookBack } from './replan-schedule.ts';

const chunk = 500;
const nil = '00000000-0000-0000-0000-000000000000';

/**
 * Compares what a shard has planned with what this runtime's zone data make of it, and plans those schedules anew whose
 * instants differ; the others keep their wake-ups. In chunks, each a commit of its own; after a crash it begins again
 * and finds what it had mended to be right.
 */
export async function replanZoneData(deps: EngineDeps, lease: Lease, plannedUntil: Temporal.Instant): Promise<void> {
  const now = deps.clock.now();
  const wayGiver = new WayGiver();
  await coverReplan(deps.partitions, now);
  for (let after: string | null = nil; after !== null; ) {
    const from: string = after;
    after = await inTransaction(deps.pool, async (tx) => {
      const schedules = await lockZoned(tx, lease.shard, from, chunk);
      const calendars = await readCalendars(tx, calendarsNamed(schedules));
      const ids = schedules.map(({ id }) => id);
      const stored = await readPlannedSlots(tx, lease.shard, ids, now.subtract(lookBack));
      for (const schedule of schedules) {
        await mend(tx, { schedule, stored: stored.get(schedule.id) ?? [], calendars, plannedUntil, now, wayGiver });
      }
      return schedules.length < chunk ? null : (ids.at(-1) ?? null);
    });
  }
  await inTransaction(deps.pool, (tx) => moveZoneData(tx, lease.shard, lease.fence, process.versions.tz ?? ''));
}

interface Mend {
  schedule: PlannableSchedule;
  stored: { slot: string; dueAt: Temporal.Instant }[];
  calendars: Calendars;
  plannedUntil: Temporal.Instant;
  now: Temporal.Instant;
  wayGiver: WayGiver;
}

async function mend(tx: Tx, { schedule, stored, calendars, plannedUntil, now, wayGiver }: Mend): Promise<void> {
  const timing = timingOf(schedule, calendars);
  const isOnce = timing.rule.type === 'once';
  const to = isOnce ? FAR_FUTURE : later(now.add(horizon), plannedUntil);
  const slots = await layOutOrNull(wayGiver, timing, now.subtract(lookBack), to);
  if (slots === null) return;
  const placed = new Map(slots.map((slot) => [slot.slot, slot.dueAt.epochMilliseconds]));
  if (stored.every(({ slot, dueAt }) => placed.get(slot) === dueAt.epochMilliseconds)) return;
  const owed = new Set(stored.map(({ slot }) => slot));
  const wanted = slots.filter(({ slot, dueAt }) => owed.has(slot) || Temporal.Instant.compare(dueAt, now) >= 0);
  const timingRev = await bumpTiming(tx, schedule.id, now, isOnce ? null : idleUntil(timing, to));
  await insertWakeups(tx, firstWakeups({ ...schedule, timingRev }, wanted), now);
}

/** Of one that cannot be laid out, its zone being unknown to this runtime, the planner speaks. */
async function layOutOrNull(
  wayGiver: WayGiver,
  timing: Timing,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<Slot[] | null> {
  try {
    const { slots } = await wayGiver.run(layOutInSteps(timing, from, to));
    return slots;
  } catch {
    return null;
  }
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}
