import { forgetAsked } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import { purgeIdempotencyKeys } from '@belfry/platform/http/idempotency-keys';
import type pg from 'pg';

const everyMs = 10 * 60_000;

/** Clears away what has had its time. Rounds in real time; every process does it, for each finds little to do. */
export function startHousekeeping(
  enginePool: pg.Pool,
  clock: Clock,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let round: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    round = Promise.all([purgeIdempotencyKeys(enginePool), forgetAsked(enginePool, clock.now())]).catch(onError);
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
