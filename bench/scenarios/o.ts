import { startPgBouncer } from '@belfry/testkit/pgbouncer';
import { belfry } from '../contenders/belfry/contender.ts';
import type { Beside } from '../measure/contender.ts';
import { besideA2 } from './beside-a2.ts';

/** What a pool between the engine and the database costs: another process on the way, and no statement is kept. */
export const o = besideA2(
  { name: 'O', title: 'behind PgBouncer in transaction mode', target: 0.8 },
  { ...belfry, name: 'belfry behind PgBouncer', beside: startPool },
);

/** Its pools are as large as the engine's own: what waits for a connection is not what is measured. */
async function startPool(serverUrl: string): Promise<Beside> {
  const pool = await startPgBouncer({ serverUrl, poolSize: 20 });
  return { given: { pooledUrl: pool.url }, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}
