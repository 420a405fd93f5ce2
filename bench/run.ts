import { parseArgs } from 'node:util';
import { belfry } from './contenders/belfry/contender.ts';
import { graphileWorker } from './contenders/graphile-worker/contender.ts';
import { pgBoss } from './contenders/pg-boss/contender.ts';
import type { Contender, Work } from './measure/contender.ts';
import { race } from './measure/race.ts';
import { spreadOf } from './measure/statistics.ts';
import { startPostgres } from './servers/start-postgres.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '3' },
    processes: { type: 'string', default: '2' },
    work: { type: 'string', default: 'same-work' },
    only: { type: 'string' },
  },
});
const [count, runs, processes] = [Number(values.count), Number(values.runs), Number(values.processes)];
const work = values.work as Work;
const contenders: Contender[] = [belfry, graphileWorker, pgBoss].filter(
  ({ name }) => !values.only || values.only.split(',').includes(name),
);

await using server = await startPostgres();
const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
for (const { name, load } of contenders) {
  const database = `loaded_${name.replace('-', '_')}`;
  await server.administer(`CREATE DATABASE ${database}`);
  const began = performance.now();
  await load(server.urlOf(database), count);
  console.log(`${name}: ${count} loaded in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
for (let run = 0; run < runs; run++) {
  const order = run % 2 === 0 ? contenders : contenders.toReversed();
  for (const contender of order) {
    const loaded = `loaded_${contender.name.replace('-', '_')}`;
    await server.administer(`CREATE DATABASE run TEMPLATE ${loaded}`);
    await server.administer('CHECKPOINT').catch(() => {});
    const seconds = await race({ contender, databaseUrl: server.urlOf('run'), work, count, processes });
    await server.administer('DROP DATABASE run WITH (FORCE)');
    rates.get(contender.name)?.push(count / seconds);
    console.log(`${contender.name}: ${(count / seconds).toFixed(0)}/s`);
  }
}
for (const [name, samples] of rates) {
  const { median, least, most } = spreadOf(samples);
  console.log(`${name}: median ${median.toFixed(0)}/s (${least.toFixed(0)}–${most.toFixed(0)})`);
}
