import { forgetAsked } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import { sealContactSettings } from '@belfry/people';
import { purgeIdempotencyKeys } from '@belfry/platform/http/idempotency-keys';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';

const everyMs = 10 * 60_000;

interface HousekeepingOptions {
  enginePool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  onError(error: unknown): void;
}

/**
 * Clears away what has had its time, and seals what an older version or key has left. At once and then in rounds of real
 * time; every process does it, for each finds little to do.
 */
export function startHousekeeping({ enginePool, clock, sealer, onError }: HousekeepingOptions): {
  stop(): Promise<void>;
} {
  const keepHouse = () =>
    Promise.all([
      purgeIdempotencyKeys(enginePool),
      forgetAsked(enginePool, clock.now()),
      sealContactSettings(enginePool, sealer),
    ]).catch(onError);
  let round: Promise<unknown> = keepHouse();
  const timer = setInterval(() => {
    round = keepHouse();
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
