import { type Driven, migrated } from '../contenders/api/create-people.ts';
import type { Bench } from '../measure/bench.ts';
import type { Measured } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';

/** What answers requests, and how fast it did. */
export interface Side extends Measured {
  /** `p50 30.1, p95 49.2 ms`, of all runs. */
  took: string;
}

/** Each in turn, in an order that alternates, on a fresh database. */
export async function driveSides(
  { databases, runs, say }: Bench,
  sides: Readonly<Record<string, (databaseUrl: string) => Promise<Driven>>>,
): Promise<Side[]> {
  const driven = Object.entries(sides).map(([name, drive]) => ({
    name,
    drive,
    rates: [] as number[],
    tookMs: [] as number[],
  }));
  for (let run = 0; run < runs; run++) {
    for (const { name, drive, ...side } of run % 2 === 0 ? driven : driven.toReversed()) {
      await using database = await databases.copy(migrated, 1);
      const { perSecond, tookMs } = await drive(database.url);
      side.rates.push(perSecond);
      side.tookMs.push(...tookMs);
      say(`run ${run + 1}, ${name}: ${perSecond.toFixed(0)}/s, ${inWords(tookMs)}`);
    }
  }
  return driven.map(({ name, rates, tookMs }) => ({
    name,
    isDurable: true,
    rate: spreadOf(rates),
    took: inWords(tookMs),
  }));
}

function inWords(tookMs: readonly number[]): string {
  const [p50, p95] = [50, 95].map((percent) => percentile(tookMs, percent).toFixed(1));
  return `p50 ${p50}, p95 ${p95} ms`;
}
