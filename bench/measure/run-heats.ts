import type { Bench } from './bench.ts';
import type { Contender } from './contender.ts';
import { race } from './race.ts';
import type { Measured } from './scenario.ts';
import { spreadOf } from './statistics.ts';

/**
 * Races each contender on its own fresh copy of what was loaded for it, in an order that alternates from run to run, so
 * that whatever the machine does meanwhile meets all of them.
 * @returns of each, in the order given, its pieces a second
 */
export async function runHeats(bench: Bench, contenders: readonly Contender[], count: number): Promise<Measured[]> {
  const { databases, runs, processes, say } = bench;
  for (const contender of contenders) await databases.load(contender, count);
  const rates = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let run = 0; run < runs; run++) {
    for (const contender of run % 2 === 0 ? contenders : contenders.toReversed()) {
      await using database = await databases.copy(contender, count);
      const { seconds } = await race({ contender, databaseUrl: database.url, count, processes });
      rates.get(contender)?.push(count / seconds);
      say(`run ${run + 1}, ${contender.name}: ${Math.round(count / seconds).toLocaleString('en')}/s`);
    }
  }
  return contenders.map((contender) => ({
    name: contender.name,
    isDurable: contender.isDurable,
    rate: spreadOf(rates.get(contender) ?? []),
  }));
}
