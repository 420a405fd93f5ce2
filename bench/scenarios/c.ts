import pg from 'pg';
import { belfry } from '../contenders/belfry/contender.ts';
import type { Beside, Contender } from '../measure/contender.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';

const underSnapshot: Contender = { ...belfry, name: 'belfry under a snapshot', beside: holdSnapshot };

/** A long report or a backup: nothing that changes meanwhile can be cleaned up. */
export const c: Scenario = {
  name: 'C',
  title: 'A2 with a snapshot held open throughout, beside A2 alone',
  target: 0.8,
  unit: 'pieces/s',
  async run(bench) {
    const contenders = [underSnapshot, { ...belfry, name: 'A2 alone' }];
    const [ours = null, ...others] = await runHeats(bench, contenders, bench.sizeOf(4000, 200_000));
    return { ours, others, notes: [], demands: [] };
  },
};

export async function holdSnapshot(databaseUrl: string): Promise<Beside> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
  return { given: {}, [Symbol.asyncDispose]: () => client.end() };
}
