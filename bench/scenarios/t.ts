import { startPgBouncer } from '@belfry/testkit/pgbouncer';
import { atOnce, createByApi, type Driven } from '../contenders/api/create-people.ts';
import type { Scenario } from '../measure/scenario.ts';
import { driveSides } from './driven-sides.ts';

/** What a pool costs the API: another process on the way, and no statement is kept. */
export const t: Scenario = {
  name: 'T',
  title: `people created over the API behind PgBouncer, ${atOnce} at once, beside the same without`,
  target: 0.5,
  unit: 'rows/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 20_000);
    const sides = await driveSides(bench, {
      'belfry behind PgBouncer': (url) => behindPool(url, count),
      belfry: (url) => createByApi(url, count),
    });
    const [ours = null, ...others] = sides;
    return { ours, others, notes: sides.map(({ name, took }) => `${name}: ${took}.`), demands: [] };
  },
};

/** Its pools are as large as the program's own. */
async function behindPool(databaseUrl: string, count: number): Promise<Driven> {
  await using pool = await startPgBouncer({ serverUrl: databaseUrl, poolSize: 20 });
  return await createByApi(databaseUrl, count, { pooledUrl: pool.url });
}
