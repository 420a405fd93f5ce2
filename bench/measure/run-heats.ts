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
  const piecesOf = ({ mostPieces = count }: Contender) => Math.min(count, mostPieces);
  for (const contender of contenders) await databases.load(contender, piecesOf(contender));
  const rates = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let run = 0; run < runs; run++) {
    for (const contender of run % 2 === 0 ? contenders : contenders.toReversed()) {
      const pieces = piecesOf(contender);
      await using database = await databases.copy(contender, pieces);
      const { seconds } = await race({ contender, databaseUrl: database.url, count: pieces, processes });
      rates.get(contender)?.push(pieces / seconds);
      say(`run ${run + 1}, ${contender.name}: ${Math.round(pieces / seconds).toLocaleString('en')}/s`);
    }
  }
  return contenders.map((contender) => ({
    name: contender.name,
    isDurable: contender.isDurable,
    rate: spreadOf(rates.get(contender) ?? []),
  }));
}
