import { setTimeout as delay } from 'node:timers/promises';
import { type Backlog, readBacklog } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import type { Metrics } from '@belfry/platform/metrics';
import type pg from 'pg';
import { laneNames } from './engine-metrics.ts';
import { keep } from './keep.ts';

interface BacklogMetricsOptions {
  /** Of the engine's role: it counts for all tenants. */
  pool: pg.Pool;
  clock: Clock;
  onError(error: unknown): void;
}

/** One reading serves all the measures of a scrape, and of those of several processes that look here. */
const keptMs = 5_000;
/** A scrape that waits for a database which says nothing would itself be given up, and with it all that is known here. */
const answerWithinMs = 5_000;

/** How far the work is behind. All of it stands in the database, so every process says the same: take the highest. */
export function observeBacklog(metrics: Metrics, { pool, clock, onError }: BacklogMetricsOptions): void {
  const read = async () => {
    const giveUp = new AbortController();
    const late = delay(answerWithinMs, null, { signal: giveUp.signal }).then(() => {
      throw new Error(`The database has not answered within ${answerWithinMs} ms.`);
    });
    return Promise.race([readBacklog(pool, clock.now()), late]).finally(() => giveUp.abort());
  };
  const backlog = keep(keptMs, () =>
    read().catch((error: unknown) => {
      onError(error);
      return null;
    }),
  );
  metrics.gauge({
    name: 'belfry_database_reachable',
    help: 'Whether the database answers this process: 1, or 0.',
    collect: async (measure) => measure.set((await backlog()) ? 1 : 0),
  });
  const gauge = (name: string, help: string, read: (backlog: Backlog) => number) =>
    metrics.gauge({
      name,
      help,
      async collect(measure) {
        const found = await backlog();
        // No value is more honest than an old one.
        if (found) measure.set(read(found));
        else measure.remove();
      },
    });
  metrics.gauge({
    name: 'belfry_wakeups_waiting',
    help: 'Wake-ups that are due and unclaimed, by lane; where a shard has more than 100 it is estimated, from 20,000 of each lane at most.',
    labels: ['lane'],
    async collect(measure) {
      const found = await backlog();
      measure.reset();
      for (const lane of [0, 1] as const) {
        if (found) measure.set({ lane: laneNames[lane] }, found.waiting.get(lane) ?? 0);
      }
    },
  });
  gauge(
    'belfry_watermark_age_seconds',
    'Time since everything that was due had been explained, of the shard that is furthest behind: the age of the audit.',
    ({ unexplainedSeconds }) => unexplainedSeconds,
  );
  gauge(
    'belfry_shards_without_owner',
    'Shards of the 64 that no process holds.',
    ({ shardsWithoutOwner }) => shardsWithoutOwner,
  );
  gauge(
    'belfry_dead_letters_open',
    'Dead letters that nobody has replayed or discarded; of one tenant no more than 1000 are counted.',
    ({ openDeadLetters }) => openDeadLetters,
  );
}
