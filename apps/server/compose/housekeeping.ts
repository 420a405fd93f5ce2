import { purgeIdempotencyKeys } from '@belfry/platform/http/idempotency-keys';
import type pg from 'pg';

const everyMs = 10 * 60_000;

/** Clears away what has had its time. Real time; every process does it, for each round finds little to do. */
export function startHousekeeping(enginePool: pg.Pool, onError: (error: unknown) => void): { stop(): Promise<void> } {
  let round: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    round = purgeIdempotencyKeys(enginePool).catch(onError);
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
