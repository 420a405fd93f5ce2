import { inTransaction } from '@belfry/platform/database';
import { occurrenceIdOf } from '../domain/occurrence-id.ts';
import { slotsBetween } from '../domain/timing.ts';
import {
  earliestFar,
  moveFarWakeups,
  movePlannedUntil,
  type RecurringSchedule,
  readRecurring,
  readShardsToPlan,
  type ShardPlan,
} from '../store/pg-plan.ts';
import type { Lease } from '../store/pg-shards.ts';
import { insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';

/** How far ahead wake-ups are made; a schedule makes its own a little further when it is created or edited. */
const window = Temporal.Duration.from({ hours: 48 });
/** A shard is planned again when less than this is left, so twice a day; an outage of a day and a half costs nothing. */
export const leastAhead = Temporal.Duration.from({ hours: 36 });

const chunk = 2000;

/**
 * Plans each shard that needs it up to 48 hours ahead, in a transaction of its own. Idempotent: the ids follow from
 * schedule and slot, so planning twice, or beside a schedule's own planning, makes each wake-up once.
 * After an outage it also makes what should have been due meanwhile; whether that still goes out is decided when it is
 * claimed.
 */
export async function planShards(deps: EngineDeps, leases: readonly Lease[]): Promise<void> {
  const now = deps.clock.now();
  const toPlan = await readShardsToPlan(
    deps.pool,
    leases.map((lease) => lease.shard),
    now.add(leastAhead),
  );
  for (const shardPlan of toPlan) {
    const lease = leases.find((candidate) => candidate.shard === shardPlan.shard);
    if (!lease) continue;
    // Nothing of what is due already may wait for what cannot be planned.
    await planShard(deps, shardPlan, lease.fence, now).catch((error: unknown) =>
      deps.onError(error, `planning shard ${shardPlan.shard}`),
    );
  }
}

async function planShard(deps: EngineDeps, plan: ShardPlan, fence: string, now: Temporal.Instant): Promise<void> {
  const until = now.add(window);
  await inTransaction(deps.pool, async (tx) => {
    const schedules = await readRecurring(tx, plan.shard);
    const wakeups = schedules.flatMap((schedule) => wakeupsOf(deps, schedule, plan, until));
    const far = await earliestFar(tx, plan.shard, until);
    await deps.partitions.cover(
      earliest([now, far, ...wakeups.map((wakeup) => wakeup.dueAt)]),
      until.add({ hours: 1 }),
    );
    for (let i = 0; i < wakeups.length; i += chunk) await insertWakeups(tx, wakeups.slice(i, i + chunk), now);
    await moveFarWakeups(tx, plan.shard, until);
    await movePlannedUntil(tx, plan.shard, fence, until);
    deps.fault('plan.before-commit');
  });
  deps.fault('plan.after-commit');
}

/** A schedule that cannot be placed, its zone being unknown to this runtime say, is reported and holds up no other. */
function wakeupsOf(
  deps: EngineDeps,
  schedule: RecurringSchedule,
  { shard, plannedUntil }: ShardPlan,
  until: Temporal.Instant,
): Wakeup[] {
  const from = latest([plannedUntil, schedule.createdAt]);
  const { id: scheduleId, tenantId, personId, timingRev } = schedule;
  const place = { shard, lane: 0, seq: 0, timingRev, tenantId, scheduleId, personId, kind: 'fire' } as const;
  try {
    return [...slotsBetween(schedule, schedule.zone, from, until)].map(({ slot, day, dueAt }) => {
      return { ...place, slot, day, dueAt, occId: occurrenceIdOf(scheduleId, slot, shard) };
    });
  } catch (error) {
    deps.onError(error, `planning schedule ${scheduleId}`);
    return [];
  }
}

function earliest(instants: readonly (Temporal.Instant | null)[]): Temporal.Instant {
  return instants.filter((instant) => instant !== null).reduce((a, b) => (Temporal.Instant.compare(a, b) <= 0 ? a : b));
}

function latest(instants: readonly Temporal.Instant[]): Temporal.Instant {
  return instants.reduce((a, b) => (Temporal.Instant.compare(a, b) >= 0 ? a : b));
}
