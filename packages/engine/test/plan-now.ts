import { takeLeases } from '../store/wakeups/pg-shards.ts';
import type { EngineDeps } from '../usecases/engine-deps.ts';
import { planShards } from '../usecases/planning/plan-shards.ts';

/** All shards, as the one process that there is plans them at the instant of its clock. */
export async function planNow(deps: EngineDeps): Promise<void> {
  await deps.pool.query(`UPDATE engine.shard SET expires_at = '-infinity'`);
  await planShards(deps, await takeLeases(deps.pool, 'the one', 1000));
}
