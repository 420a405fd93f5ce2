import { compareInstants } from '@belfry/kernel/instants';
import { readPlanningToDo, type ShardPlan } from '../../store/planning/pg-plan.ts';
import type { Lease } from '../../store/wakeups/pg-shards.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { PlanningRound, type PlanOptions, planShard } from './plan-shard.ts';
import { replanHolidays } from './replan-holidays.ts';
import { replanZoneData } from './replan-zone-data.ts';

/** A shard is planned again when less than this is left, so twice a day; an outage of a day and a half costs nothing. */
export const leastAhead = Temporal.Duration.from({ hours: 36 });

/** While PostgreSQL writes for one shard, this process computes for the other. */
const sideBySide = 2;

/**
 * Plans each shard that needs it up to 48 hours ahead, two at a time (`planShard`). Idempotent: the ids follow from
 * schedule and slot, so planning twice, or beside a schedule's own planning, makes each wake-up once.
 * After an outage it also makes what should have been due meanwhile; whether that still goes out is decided when it is
 * claimed. A shard that was planned with other zone data is set right first.
 * @returns whether anything was planned: some of it may be due
 */
export async function planShards(
  deps: EngineDeps,
  leases: readonly Lease[],
  options: PlanOptions = {},
): Promise<boolean> {
  const now = deps.clock.now();
  const tzVersion = process.versions.tz ?? '';
  const shards = leases.map((lease) => lease.shard);
  const toDo = await readPlanningToDo(deps.pool, shards, now.add(leastAhead), tzVersion);
  const report = (error: unknown, doing: string) => {
    deps.onError(error, doing);
    return false;
  };
  let hasPlanned = false;
  if (toDo.hasReplanTasks) {
    const replanned = replanHolidays(deps).then(() => true);
    hasPlanned = await replanned.catch((error: unknown) => report(error, 'planning holidays'));
  }
  const round = new PlanningRound(now);
  const left = toDo.plans.values();
  const planOneByOne = async () => {
    for (const plan of left) {
      const lease = leases.find((candidate) => candidate.shard === plan.shard);
      if (!lease) continue;
      if (options.signal?.aborted) return;
      // Nothing of what is due already may wait for what cannot be planned.
      const isPlanned = await bringUpToDate(deps, plan, { round, ...options, lease, tzVersion }).catch(
        (error: unknown) => report(error, `planning shard ${plan.shard}`),
      );
      if (isPlanned) hasPlanned = true;
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, planOneByOne));
  return hasPlanned;
}

interface Circumstances extends PlanOptions {
  lease: Lease;
  tzVersion: string;
}

async function bringUpToDate(
  deps: EngineDeps,
  plan: ShardPlan,
  { lease, tzVersion, ...options }: Circumstances,
): Promise<boolean> {
  const now = deps.clock.now();
  if (plan.tzVersion !== tzVersion) await replanZoneData(deps, lease, plan.plannedUntil);
  if (compareInstants(plan.plannedUntil, now.add(leastAhead)) > 0) return true;
  return planShard(deps, plan, lease, options);
}
