import type { Clock } from '@belfry/kernel/clock';
import type pg from 'pg';

const disciplineEveryMs = 30_000;

export interface RunningClock extends Clock {
  stop(): void;
}

/**
 * The time of the database, carried on by this process's monotonic clock: a process whose own clock is an hour off
 * decides nothing by it. The two are compared again every half minute; half the round trip is taken off.
 */
export async function startSystemClock(pool: pg.Pool, onError: (error: unknown) => void): Promise<RunningClock> {
  let offsetMs = await measureOffset(pool);
  const timer = setInterval(() => {
    measureOffset(pool).then((measured) => {
      offsetMs = measured;
    }, onError);
  }, disciplineEveryMs).unref();
  return {
    mode: 'system',
    now: () => Temporal.Instant.fromEpochMilliseconds(Math.floor(performance.now() + offsetMs)),
    stop: () => clearInterval(timer),
  };
}

/** What to add to `performance.now()`, in ms. */
async function measureOffset(pool: pg.Pool): Promise<number> {
  const startedAtMs = performance.now();
  const { rows } = await pool.query<{ ms: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
  );
  const endedAtMs = performance.now();
  return (rows[0]?.ms ?? Date.now()) - (startedAtMs + endedAtMs) / 2;
}
