import pg from 'pg';
import { belfry } from '../contenders/belfry/contender.ts';
import type { Beside } from '../measure/contender.ts';
import { besideA2 } from './beside-a2.ts';

/** A long report or a backup: nothing that changes meanwhile can be cleaned up. */
export const c = besideA2(
  { name: 'C', title: 'with a snapshot held open throughout', target: 0.8 },
  { ...belfry, name: 'belfry under a snapshot', beside: holdSnapshot },
);

export async function holdSnapshot(databaseUrl: string): Promise<Beside> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
  return { given: {}, [Symbol.asyncDispose]: () => client.end() };
}
