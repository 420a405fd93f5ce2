import type { BenchServer } from '../servers/start-postgres.ts';
import type { Contender, Work } from './contender.ts';
import { race } from './race.ts';

interface Heats {
  server: BenchServer;
  contenders: readonly Contender[];
  work: Work;
  count: number;
  runs: number;
  processes: number;
  say(line: string): void;
}

/**
 * Loads each contender's database once, and races each on a copy of it, in an order that alternates from run to run.
 * @returns pieces a second of each run, by contender
 */
export async function runHeats(heats: Heats): Promise<ReadonlyMap<string, readonly number[]>> {
  const { server, contenders, work, count, runs, processes, say } = heats;
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) {
    await server.administer(`CREATE DATABASE ${loaded(contender)}`);
    const began = performance.now();
    await contender.load(server.urlOf(loaded(contender)), count);
    say(`${contender.name}: ${count} loaded in ${secondsSince(began)} s`);
  }
  for (let run = 0; run < runs; run++) {
    for (const contender of run % 2 === 0 ? contenders : contenders.toReversed()) {
      await server.administer(`CREATE DATABASE run TEMPLATE ${loaded(contender)}`);
      const seconds = await race({ contender, databaseUrl: server.urlOf('run'), work, count, processes });
      await server.administer('DROP DATABASE run WITH (FORCE)');
      rates.get(contender.name)?.push(count / seconds);
      say(`run ${run + 1}, ${contender.name}: ${(count / seconds).toFixed(0)}/s`);
    }
  }
  return rates;
}

const loaded = ({ name }: Contender) => `loaded_${name.replace('-', '_')}`;

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
