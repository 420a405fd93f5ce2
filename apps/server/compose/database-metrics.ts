import type { Database } from '@belfry/platform/database';
import type { Metrics } from '@belfry/platform/metrics';

/** The connections of this process, and who waits for one. */
export function observePools(metrics: Metrics, pools: Database['pools']): void {
  metrics.gauge({
    name: 'belfry_database_connections',
    help: 'Connections of this process to the database, by role: in use, idle; `waiting` are queries that want one.',
    labels: ['role', 'state'],
    collect(gauge) {
      for (const [role, pool] of Object.entries(pools)) {
        gauge.set({ role, state: 'used' }, pool.totalCount - pool.idleCount);
        gauge.set({ role, state: 'idle' }, pool.idleCount);
        gauge.set({ role, state: 'waiting' }, pool.waitingCount);
      }
    },
  });
}
