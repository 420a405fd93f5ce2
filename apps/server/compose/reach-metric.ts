import { countUnreached } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import type { Metrics } from '@belfry/platform/metrics';
import type pg from 'pg';
import { refreshBeside } from './refresh-beside.ts';

interface ReachMetricOptions {
  /** Of the engine's role: it counts for all tenants. */
  pool: pg.Pool;
  clock: Clock;
  /** Those with an account. */
  channels: ReadonlyMap<string, unknown>;
  onError(error: unknown): void;
}

const within = Temporal.Duration.from({ hours: 24 });
/** Real time. It looks at all that is due within a day, and whoever asks has no key. */
const keptMs = 5 * 60_000;

/**
 * What would reach nobody, a day ahead, for whoever watches over the installation rather than the console. Counted when it
 * is asked for, beside the answer, and then kept for a while; every process would count the same.
 */
export function observeReach(metrics: Metrics, options: ReachMetricOptions): void {
  const { pool, clock, channels, onError } = options;
  const canSend = (channel: string) => channels.has(channel);
  const read = () => countUnreached(pool, { now: clock.now(), within, canSend });
  const count = refreshBeside({ keptMs, read, onError });
  metrics.gauge({
    name: 'belfry_unreached_occurrences',
    help: 'Occurrences due within 24 hours that would reach nobody as things stand, of all organisations; nothing until they have been counted.',
    collect(gauge) {
      const found = count();
      if (found === null) gauge.remove();
      else gauge.set(found);
    },
  });
}
