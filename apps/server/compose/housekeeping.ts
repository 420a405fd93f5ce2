import { type AskedPlace, dropPartitions, forgetAsked, forgetHolds, judgePartitions } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import { compareInstants } from '@belfry/kernel/instants';
import { forgetImports, sealContactSettings } from '@belfry/people';
import { purgeIdempotencyKeys } from '@belfry/platform/http/idempotency-keys';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';

const everyMs = 10 * 60_000;
/** So many hours of a virtual clock, which passes months within a real round and leaves the partitions of each day. */
const everyHours = 24;
/** Of imports: what was rejected and why. */
const reportsKept = Temporal.Duration.from({ hours: 24 * 30 });

export interface HousekeepingOptions {
  enginePool: pg.Pool;
  /** Direct: only the owner may drop what nobody needs any more. */
  ownerUrl: string;
  clock: Clock;
  sealer: Sealer;
  /** 0 for ever. */
  retentionMonths: number;
  onError: (error: unknown) => void;
}

export interface Housekeeping {
  /** The virtual clock was moved. */
  clockMoved(): void;
  stop(): Promise<void>;
}

/**
 * Clears away what has had its time, and seals what an older version or key has left; that at once too, the rest in
 * rounds of real time, and whenever a virtual clock has moved by a day. Every process does it, for each finds little to do.
 */
export function startHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { enginePool, clock, sealer, onError } = options;
  let round: Promise<unknown> | null = sealContactSettings(enginePool, sealer).catch(onError).finally(endRound);
  let lastBeganAt = clock.now();
  const places: Places = { asked: null };
  const timer = setInterval(begin, everyMs);

  function begin(): void {
    if (round) return;
    lastBeganAt = clock.now();
    round = clearAway(options, places).finally(endRound);
  }

  function endRound(): void {
    round = null;
  }

  return {
    clockMoved() {
      if (compareInstants(clock.now(), lastBeganAt.add({ hours: everyHours })) >= 0) begin();
    },
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}

/** How far a round has come with what is too much for one. */
interface Places {
  asked: AskedPlace | null;
}

/** One that fails leaves the others to be done. */
export async function clearAway(options: HousekeepingOptions, places: Places = { asked: null }): Promise<void> {
  const { enginePool, ownerUrl, clock, sealer, retentionMonths, onError } = options;
  const upkeep = { now: clock.now(), retentionMonths, onError };
  await Promise.all([
    purgeIdempotencyKeys(enginePool).catch(onError),
    forgetSomeAsked(options, places).catch(onError),
    forgetHolds(enginePool, upkeep.now).catch(onError),
    forgetImports(enginePool, upkeep.now.subtract(reportsKept)).catch(onError),
    sealContactSettings(enginePool, sealer).catch(onError),
    dropWhatMayGo(enginePool, ownerUrl, upkeep).catch(onError),
  ]);
}

async function forgetSomeAsked({ enginePool, clock }: HousekeepingOptions, places: Places): Promise<void> {
  places.asked = await forgetAsked(enginePool, clock.now(), places.asked);
}

/** As the owner only where there is something to drop. */
async function dropWhatMayGo(
  enginePool: pg.Pool,
  ownerUrl: string,
  upkeep: Parameters<typeof dropPartitions>[1],
): Promise<void> {
  const judged = await judgePartitions(enginePool, upkeep);
  if (judged.some(({ neededBy }) => neededBy.length === 0)) await dropPartitions(ownerUrl, upkeep);
}
