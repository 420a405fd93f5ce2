import type { EngineDeps, Providers } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import type { Database } from '@belfry/platform/database';
import { createMetrics, type Metrics } from '@belfry/platform/metrics';
import { observeBacklog } from './backlog-metrics.ts';
import { observePools } from './database-metrics.ts';
import { observeProviders } from './engine-metrics.ts';
import { observeReach } from './reach-metric.ts';

interface StartMetricsOptions extends Pick<EngineDeps, 'channels' | 'onError'> {
  pools: Database['pools'];
  clock: Clock;
  providers: Providers;
}

/** What every process tells, whatever its roles: of its providers and pools, and how far the work of all of them is behind. */
export function startMetrics({ pools, clock, providers, channels, onError }: StartMetricsOptions): Metrics {
  const metrics = createMetrics();
  observeProviders(metrics, providers);
  observePools(metrics, pools);
  observeBacklog(metrics, {
    pool: pools.engine,
    clock,
    onError: (error) => onError(error, 'measuring how far the work is behind'),
  });
  observeReach(metrics, {
    pool: pools.engine,
    clock,
    channels,
    onError: (error) => onError(error, 'counting what would reach nobody'),
  });
  return metrics;
}
