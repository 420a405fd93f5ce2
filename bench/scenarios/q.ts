import { startBelfry } from '@belfry/testkit/belfry-process';
import { createByApi, migrated, personOf } from '../contenders/api/create-people.ts';
import type { Bench } from '../measure/bench.ts';
import type { Scenario } from '../measure/scenario.ts';
import { spreadOf } from '../measure/statistics.ts';

/** As many as are created one by one beside it. */
const mostByApi = 20_000;

/** An organisation that greets brings its people in one file, in one commit. */
export const q: Scenario = {
  name: 'Q',
  title: '100,000 people of a CSV file, greeted, beside as many requests of the API as are under way at once',
  target: 1,
  unit: 'rows/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 100_000);
    const sides = [
      { name: 'a file', measure: (url: string) => importFile(url, count), rates: [] as number[] },
      {
        name: 'by the API',
        measure: async (url: string) =>
          (await createByApi(url, Math.min(count, mostByApi), { isGreeted: true })).perSecond,
        rates: [] as number[],
      },
    ];
    for (let run = 0; run < bench.runs; run++) {
      for (const side of run % 2 === 0 ? sides : sides.toReversed()) {
        const perSecond = await onFreshDatabase(bench, side.measure);
        side.rates.push(perSecond);
        bench.say(`run ${run + 1}, ${side.name}: ${perSecond.toFixed(0)}/s`);
      }
    }
    const [ours = null, ...others] = sides.map(({ name, rates }) => ({ name, isDurable: true, rate: spreadOf(rates) }));
    const seconds = count / (ours?.rate.median ?? 1);
    const notes = [
      `A file of ${count.toLocaleString('en')} takes ${seconds.toFixed(1)} s, until all of it is committed.`,
    ];
    return { ours, others, notes, demands: [] };
  },
};

async function onFreshDatabase({ databases }: Bench, measure: (url: string) => Promise<number>): Promise<number> {
  await using database = await databases.copy(migrated, 1);
  return await measure(database.url);
}

/** @returns rows a second */
async function importFile(databaseUrl: string, count: number): Promise<number> {
  await using belfry = await startBelfry({ databaseUrl, clock: 'system', env: { DB_POOL_MAX: '10' } });
  await belfry.must('PUT', '/v1/greetings/settings', {});
  const rows = Array.from({ length: count }, (_, n) => {
    const { name, timeZone, birthDate, contactPoints } = personOf(n);
    return [name, timeZone, birthDate, contactPoints[0]?.address].join();
  });
  const began = performance.now();
  const response = await fetch(`${belfry.base}/v1/people/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${belfry.key}`, 'content-type': 'text/csv' },
    body: ['name,timeZone,birthDate,email', ...rows].join('\n'),
  });
  const seconds = (performance.now() - began) / 1000;
  const { state, added } = (await response.json()) as { state?: string; added?: number };
  if (state !== 'done' || added !== count) throw new Error(`Of ${count} rows ${added} were added: ${response.status}.`);
  return count / seconds;
}
