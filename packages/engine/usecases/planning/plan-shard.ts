import { earlierOf, laterOf } from '@belfry/kernel/instants';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { firstWakeups } from '../../domain/first-wakeups.ts';
import { bulkLane, type Lane, promptLane } from '../../domain/lane.ts';
import { AlikeTimings } from '../../domain/timing/alike-timings.ts';
import type { Idleness } from '../../domain/timing/idle-until.ts';
import type { Steps } from '../../domain/timing/steps.ts';
import { type Calendars, calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import {
  beforeAllRecurring,
  earliestFar,
  holdFence,
  moveFarWakeups,
  movePlannedUntil,
  noteIdle,
  oldestLedgerYear,
  type PlannableSchedule,
  readBulkTenants,
  readRecurring,
  type ShardPlan,
} from '../../store/planning/pg-plan.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import type { Lease } from '../../store/wakeups/pg-shards.ts';
import { insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { WayGiver } from './give-way.ts';
import { isDistinct } from './replan-schedule.ts';

/** How far ahead wake-ups are made; a schedule makes its own a little further when it is created or edited. */
const window = Temporal.Duration.from({ hours: 48 });

/** Schedules that are read at once. */
const usualPage = 500;
/** A chunk is committed when it has so many wake-ups, or at the end of its page. */
const mostWakeups = 2000;

export interface PlanOptions {
  /** Ends it after the commit under way; what is left is planned by whoever comes next. */
  signal?: AbortSignal;
  pageSize?: number;
  /** Of a round in which several shards are planned, so that what is alike in them is computed once. */
  round?: PlanningRound;
}

/** Up to one instant. */
export class PlanningRound {
  readonly now: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly timings: AlikeTimings;

  constructor(now: Temporal.Instant) {
    this.now = now;
    this.until = now.add(window);
    this.timings = new AlikeTimings(this.until);
  }
}

/** One planning of one shard. */
interface Planning extends PlanOptions {
  deps: EngineDeps;
  shard: number;
  fence: string;
  /** The shard is planned until then; each schedule from there, or from when it has its present timing. */
  from: Temporal.Instant;
  until: Temporal.Instant;
  now: Temporal.Instant;
  timings: AlikeTimings;
}

type ScheduleInLane = PlannableSchedule & { lane: Lane };

interface SchedulePlan {
  schedule: ScheduleInLane;
  wakeups: Wakeup[];
  idle: Idleness;
}

/**
 * Plans a shard up to 48 hours ahead, in chunks, each a commit of its own under the shard's fence; `planned_until` moves
 * last. Whoever begins again after a crash makes the same wake-ups, and finds those that stand to be there: all is
 * idempotent by key, so no place in the shard is remembered (docs/decisions/0038). Gives way between chunks and while it
 * computes. A lost fence, or `signal`, ends it: the next owner plans the shard.
 * @returns whether it came to the end
 */
export async function planShard(
  deps: EngineDeps,
  plan: ShardPlan,
  { fence }: Lease,
  options: PlanOptions = {},
): Promise<boolean> {
  const { shard, plannedUntil: from } = plan;
  const { now, until, timings } = options.round ?? new PlanningRound(deps.clock.now());
  const planning = { deps, shard, fence, from, until, now, timings, ...options };
  return (
    (await planRecurring(planning)) &&
    (await bringFarNear(planning)) &&
    (await commit(planning, (tx) => movePlannedUntil(tx, shard, fence, planning.until)))
  );
}

async function planRecurring(planning: Planning): Promise<boolean> {
  const { deps, shard, until, signal, pageSize = usualPage } = planning;
  const oldestYear = await oldestLedgerYear(deps.pool);
  const bulkTenants = await readBulkTenants(deps.pool, shard, until);
  const wayGiver = new WayGiver();
  for (let after = beforeAllRecurring; ; ) {
    const page = await readRecurring(deps.pool, { shard, until, after, limit: pageSize });
    const calendars = await readCalendars(deps.pool, calendarsNamed(page));
    let chunk: SchedulePlan[] = [];
    let wakeups = 0;
    for (const schedule of page) {
      const lane = bulkTenants.has(schedule.tenantId) ? bulkLane : promptLane;
      const made = await planSchedule(planning, { ...schedule, lane }, calendars, wayGiver);
      if (made) chunk.push({ ...made, wakeups: made.wakeups.filter(({ slot }) => isDistinct(slot, oldestYear)) });
      wakeups += made?.wakeups.length ?? 0;
      if (wakeups < mostWakeups && schedule !== page.at(-1)) continue;
      if (signal?.aborted || !(await commitChunk(planning, chunk))) return false;
      chunk = [];
      wakeups = 0;
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return true;
    after = last;
  }
}

/** A schedule that cannot be placed, its zone being unknown to this runtime say, is reported and holds up no other. */
async function planSchedule(
  { deps, from, timings }: Planning,
  schedule: ScheduleInLane,
  calendars: Calendars,
  wayGiver: WayGiver,
): Promise<SchedulePlan | null> {
  try {
    return await wayGiver.run(planInSteps(timings, schedule, calendars, laterOf(from, schedule.since)));
  } catch (error) {
    deps.onError(error, `planning schedule ${schedule.id}`);
    return null;
  }
}

function* planInSteps(
  timings: AlikeTimings,
  schedule: ScheduleInLane,
  calendars: Calendars,
  from: Temporal.Instant,
): Steps<SchedulePlan> {
  yield;
  const { slots, idle } = yield* timings.layOutInSteps(timingOf(schedule, calendars), from);
  return { schedule, wakeups: firstWakeups(schedule, slots, schedule.lane), idle };
}

async function commitChunk(planning: Planning, chunk: readonly SchedulePlan[]): Promise<boolean> {
  const { now } = planning;
  const wakeups = chunk.flatMap((plan) => plan.wakeups);
  await cover(planning, earliest(wakeups.map(({ dueAt }) => dueAt)));
  const idle = chunk.flatMap((plan) => (plan.idle === null ? [] : [{ ...plan.schedule, until: plan.idle }]));
  return commit(planning, async (tx) => {
    for (let i = 0; i < wakeups.length; i += mostWakeups) {
      await insertWakeups(tx, wakeups.slice(i, i + mostWakeups), now);
    }
    await noteIdle(tx, idle);
    return holdFence(tx, planning.shard, planning.fence);
  });
}

async function bringFarNear(planning: Planning): Promise<boolean> {
  const { deps, shard, fence, until, signal } = planning;
  for (;;) {
    const first = await earliestFar(deps.pool, shard, until);
    await cover(planning, first);
    if (first === null) return true;
    if (signal?.aborted) return false;
    const isOurs = await commit(planning, async (tx) => {
      await moveFarWakeups(tx, { shard, until, limit: mostWakeups });
      return holdFence(tx, shard, fence);
    });
    if (!isOurs) return false;
  }
}

async function cover({ deps, now, until }: Planning, first: Temporal.Instant | null): Promise<void> {
  await deps.partitions.cover(first ? earlierOf(now, first) : now, until.add({ hours: 1 }));
}

class FenceLost extends Error {}

/** Commits what `body` has written if it says that the shard is still ours. */
async function commit({ deps }: Planning, body: (tx: Tx) => Promise<boolean>): Promise<boolean> {
  try {
    await inTransaction(deps.pool, async (tx) => {
      if (!(await body(tx))) throw new FenceLost();
      deps.fault('plan.before-commit');
    });
  } catch (error) {
    if (error instanceof FenceLost) return false;
    throw error;
  }
  deps.fault('plan.after-commit');
  return true;
}

function earliest(instants: readonly Temporal.Instant[]): Temporal.Instant | null {
  return instants.reduce<Temporal.Instant | null>((first, at) => (first ? earlierOf(first, at) : at), null);
}
