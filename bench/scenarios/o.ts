import { startPgBouncer } from '@belfry/testkit/pgbouncer';
import { belfry } from '../contenders/belfry/contender.ts';
import type { Beside, Contender } from '../measure/contender.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';

const behindPool: Contender = { ...belfry, name: 'belfry behind PgBouncer', beside: startPool };

/** What a pool between the engine and the database costs: another process on the way, and no statement is kept. */
export const o: Scenario = {
  name: 'O',
  title: 'A2 behind PgBouncer in transaction mode, beside A2 alone',
  target: 0.8,
  unit: 'pieces/s',
  async run(bench) {
    const contenders = [behindPool, { ...belfry, name: 'A2 alone' }];
    const [ours = null, ...others] = await runHeats(bench, contenders, bench.sizeOf(4000, 200_000));
    return { ours, others, notes: [], demands: [] };
  },
};

/** Its pools are as large as the engine's own: what waits for a connection is not what is measured. */
async function startPool(serverUrl: string): Promise<Beside> {
  const pool = await startPgBouncer({ serverUrl, poolSize: 20 });
  return { given: { pooledUrl: pool.url }, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}
