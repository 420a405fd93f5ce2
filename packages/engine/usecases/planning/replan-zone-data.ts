import { compareInstants, earlierOf, laterOf } from '@belfry/kernel/instants';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { idleUntil } from '../../domain/timing/idle-until.ts';
import { FAR_FUTURE, type Slot, type Timing } from '../../domain/timing/rule.ts';
import { layOutInSteps } from '../../domain/timing/slots.ts';
import { type Calendars, calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { readFiredSlots } from '../../store/planning/pg-fired-slots.ts';
import type { PlannableSchedule } from '../../store/planning/pg-plan.ts';
import {
  bumpTimings,
  lockZoned,
  moveZoneData,
  type Reach,
  readPlannedSlots,
  readReach,
} from '../../store/planning/pg-replan.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import type { Lease } from '../../store/wakeups/pg-shards.ts';
import { horizon, insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { WayGiver } from './give-way.ts';
import { coverBehind, coverReplan, dueFrom, lookBack } from './replan-schedule.ts';

const chunk = 500;
const nil = '00000000-0000-0000-0000-000000000000';

/**
 * Compares what a shard has planned with what this runtime's zone data make of it, and plans those schedules anew whose
 * instants differ or have become more, for the planner goes on from where it was; the others keep their wake-ups. In chunks, each a commit of its own; after a crash it begins again
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
      const reached = await readReach(tx, ids);
      const since = [...reached.values()].map((reach) => dueFrom(reach, now)).reduce(earlierOf, now);
      const planned = await readPlannedSlots(tx, lease.shard, ids, since);
      const over = await readFiredSlots(tx, ids, since);
      for (const schedule of schedules) {
        const [stored, fired] = [planned.get(schedule.id) ?? [], over.get(schedule.id) ?? new Set<string>()];
        const unplannedFrom = reached.get(schedule.id)?.plannedUntil ?? now;
        await mend(tx, { schedule, stored, fired, calendars, plannedUntil, unplannedFrom, now, wayGiver });
      }
      return schedules.length < chunk ? null : (ids.at(-1) ?? null);
    });
  }
  await inTransaction(deps.pool, (tx) => moveZoneData(tx, lease.shard, lease.fence, process.versions.tz ?? ''));
}

interface Mend {
  schedule: PlannableSchedule;
  stored: { slot: string; dueAt: Temporal.Instant }[];
  fired: ReadonlySet<string>;
  calendars: Calendars;
  plannedUntil: Temporal.Instant;
  /** The shard's, or since when it has its timing. */
  unplannedFrom: Reach['plannedUntil'];
  now: Temporal.Instant;
  wayGiver: WayGiver;
}

async function mend(tx: Tx, { schedule, stored, fired, calendars, now, wayGiver, ...until }: Mend): Promise<void> {
  const { plannedUntil, unplannedFrom } = until;
  const timing = timingOf(schedule, calendars);
  const isOnce = timing.rule.type === 'once';
  const to = isOnce ? FAR_FUTURE : laterOf(now.add(horizon), plannedUntil);
  // The planner goes on from now: what an outage has kept it from is planned here.
  const begin = earlierOf(unplannedFrom, now);
  const from = stored.map(({ dueAt }) => dueAt).reduce(earlierOf, begin);
  const slots = await layOutOrNull(wayGiver, timing, from.subtract(lookBack), to);
  if (slots === null) return;
  const placed = new Map(slots.map((slot) => [slot.slot, slot.dueAt.epochMilliseconds]));
  const owed = new Set(stored.map(({ slot }) => slot));
  // A time that the clocks jump over no more, a second one that they show, a day that a zone has after all.
  const isAdded = ({ slot, dueAt }: Slot) =>
    !owed.has(slot) && !fired.has(slot) && isWithin(dueAt, schedule.since, isOnce ? FAR_FUTURE : plannedUntil);
  const isRight = stored.every(({ slot, dueAt }) => placed.get(slot) === dueAt.epochMilliseconds);
  if (isRight && !slots.some(isAdded)) return;
  const wanted = slots.filter(
    (slot) => owed.has(slot.slot) || isAdded(slot) || compareInstants(slot.dueAt, begin) >= 0,
  );
  const planning = { id: schedule.id, idleUntil: isOnce ? null : idleUntil(timing, to) };
  const timingRev = (await bumpTimings(tx, [planning], now)).get(schedule.id) ?? schedule.timingRev;
  await coverBehind(tx, wanted, now);
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

function isWithin(instant: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): boolean {
  return compareInstants(instant, from) >= 0 && compareInstants(instant, to) < 0;
}
