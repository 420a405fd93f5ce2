import type { TenantId } from '@belfry/kernel/ids';
import { inTransaction } from '@belfry/platform/database';
import { firstWakeups } from '../domain/first-wakeups.ts';
import { bulkLane, promptLane } from '../domain/lane.ts';
import { idleUntil } from '../domain/timing/idle-until.ts';
import { slotsBetween } from '../domain/timing/slots.ts';
import { type Calendars, calendarsNamed, timingOf } from '../domain/timing/timing-of.ts';
import { readCalendars } from '../store/pg-holidays.ts';
import {
  earliestFar,
  moveFarWakeups,
  movePlannedUntil,
  noteIdle,
  oldestLedgerYear,
  type PlannableSchedule,
  readBulkTenants,
  readPlanningToDo,
  readRecurring,
  type ShardPlan,
} from '../store/pg-plan.ts';
import type { Lease } from '../store/pg-shards.ts';
import { insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';
import { replanHolidays } from './replan-holidays.ts';
import { isDistinct } from './replan-schedule.ts';
import { replanZoneData } from './replan-zone-data.ts';

/** How far ahead wake-ups are made; a schedule makes its own a little further when it is created or edited. */
const window = Temporal.Duration.from({ hours: 48 });
/** A shard is planned again when less than this is left, so twice a day; an outage of a day and a half costs nothing. */
export const leastAhead = Temporal.Duration.from({ hours: 36 });

const chunk = 2000;

/**
 * Plans each shard that needs it up to 48 hours ahead, in a transaction of its own. Idempotent: the ids follow from
 * schedule and slot, so planning twice, or beside a schedule's own planning, makes each wake-up once.
 * After an outage it also makes what should have been due meanwhile; whether that still goes out is decided when it is
 * claimed. A shard that was planned with other zone data is set right first.
 */
export async function planShards(deps: EngineDeps, leases: readonly Lease[]): Promise<void> {
  const now = deps.clock.now();
  const tzVersion = process.versions.tz ?? '';
  const shards = leases.map((lease) => lease.shard);
  const toDo = await readPlanningToDo(deps.pool, shards, now.add(leastAhead), tzVersion);
  if (toDo.hasReplanTasks)
    await replanHolidays(deps).catch((error: unknown) => deps.onError(error, 'planning holidays'));
  for (const plan of toDo.plans) {
    const lease = leases.find((candidate) => candidate.shard === plan.shard);
    if (!lease) continue;
    // Nothing of what is due already may wait for what cannot be planned.
    await bringUpToDate(deps, plan, lease, tzVersion).catch((error: unknown) =>
      deps.onError(error, `planning shard ${plan.shard}`),
    );
  }
}

async function bringUpToDate(deps: EngineDeps, plan: ShardPlan, lease: Lease, tzVersion: string): Promise<void> {
  const now = deps.clock.now();
  if (plan.tzVersion !== tzVersion) await replanZoneData(deps, lease, plan.plannedUntil);
  if (Temporal.Instant.compare(plan.plannedUntil, now.add(leastAhead)) <= 0) {
    await planShard(deps, plan, lease.fence, now);
  }
}

async function planShard(deps: EngineDeps, plan: ShardPlan, fence: string, now: Temporal.Instant): Promise<void> {
  const until = now.add(window);
  await inTransaction(deps.pool, async (tx) => {
    const oldestYear = await oldestLedgerYear(tx);
    const schedules = await readRecurring(tx, plan.shard, until);
    const calendars = await readCalendars(tx, calendarsNamed(schedules));
    const bulkTenants = await readBulkTenants(tx, plan.shard, until);
    const plans = schedules.flatMap((schedule) => planOf(deps, schedule, calendars, plan, until, bulkTenants));
    const wakeups = plans.flatMap((one) => one.wakeups).filter(({ slot }) => isDistinct(slot, oldestYear));
    const far = await earliestFar(tx, plan.shard, until);
    await deps.partitions.cover(
      earliest([now, far, ...wakeups.map((wakeup) => wakeup.dueAt)]),
      until.add({ hours: 1 }),
    );
    for (let i = 0; i < wakeups.length; i += chunk) await insertWakeups(tx, wakeups.slice(i, i + chunk), now);
    await noteIdle(
      tx,
      plans.flatMap(({ schedule, idle }) => (idle === null ? [] : [{ ...schedule, until: idle }])),
    );
    await moveFarWakeups(tx, plan.shard, until);
    await movePlannedUntil(tx, plan.shard, fence, until);
    deps.fault('plan.before-commit');
  });
  deps.fault('plan.after-commit');
}

interface SchedulePlan {
  schedule: PlannableSchedule;
  wakeups: Wakeup[];
  idle: ReturnType<typeof idleUntil>;
}

/** A schedule that cannot be placed, its zone being unknown to this runtime say, is reported and holds up no other. */
function planOf(
  deps: EngineDeps,
  schedule: PlannableSchedule,
  calendars: Calendars,
  { plannedUntil }: ShardPlan,
  until: Temporal.Instant,
  bulkTenants: ReadonlySet<TenantId>,
): SchedulePlan[] {
  const from = latest([plannedUntil, schedule.since]);
  try {
    const timing = timingOf(schedule, calendars);
    const lane = bulkTenants.has(schedule.tenantId) ? bulkLane : promptLane;
    const wakeups = firstWakeups(schedule, slotsBetween(timing, from, until), lane);
    return [{ schedule, wakeups, idle: idleUntil(timing, until) }];
  } catch (error) {
    deps.onError(error, `planning schedule ${schedule.id}`);
    return [];
  }
}

function earliest(instants: readonly (Temporal.Instant | null)[]): Temporal.Instant {
  return instants.filter((instant) => instant !== null).reduce((a, b) => (Temporal.Instant.compare(a, b) <= 0 ? a : b));
}

function latest(instants: readonly Temporal.Instant[]): Temporal.Instant {
  return instants.reduce((a, b) => (Temporal.Instant.compare(a, b) >= 0 ? a : b));
}
