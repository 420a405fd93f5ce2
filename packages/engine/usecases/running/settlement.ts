import { hasReplanTasks } from '../../store/planning/pg-replan-tasks.ts';
import { audit } from '../../store/wakeups/pg-audit.ts';
import { countShardsToPlan, nextEngineInstant, rangesUntil } from '../../store/wakeups/pg-pending.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { leastAhead } from '../planning/plan-shards.ts';

const most = 20;

/**
 * What is due at `now` and not yet handled by any process, in words; empty when all is settled. It is read from the
 * database alone, so it holds for all processes; the virtual clock moves on only then.
 */
export async function pendingWork(deps: Pick<EngineDeps, 'pool'>, now: Temporal.Instant): Promise<string[]> {
  const shards = await countShardsToPlan(deps.pool, now.add(leastAhead));
  const { unclaimed, unsettled } = await audit(deps.pool, await rangesUntil(deps.pool, now), most);
  return [
    ...(shards > 0 ? [`${shards} shards to plan`] : []),
    ...((await hasReplanTasks(deps.pool)) ? ['holidays to plan anew'] : []),
    ...unclaimed.map((wakeup) => `wake-up of ${wakeup.occId} at ${wakeup.dueAt.toString()}`),
    ...unsettled.map(({ wakeup, contact }) => `attempt ${contact.channel} of ${wakeup.occId}, turn ${wakeup.seq}`),
  ];
}

/** The next instant after `after` that the engine has to see; null when nothing is planned. */
export function nextInstant(deps: Pick<EngineDeps, 'pool'>, after: Temporal.Instant): Promise<Temporal.Instant | null> {
  return nextEngineInstant(deps.pool, after, leastAhead);
}
