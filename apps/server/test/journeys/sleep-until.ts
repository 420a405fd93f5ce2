import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import pg from 'pg';

/** The machine is off from now on until the given instant: no process of ours sees the clock move. */
export async function sleepUntil(belfry: BelfryProcess, at: string): Promise<void> {
  await stopUntil(belfry, at);
  await belfry.restart();
}

/** The same, and it is not started again. */
export async function stopUntil(belfry: BelfryProcess, at: string): Promise<void> {
  await belfry.kill9();
  const client = new pg.Client({ connectionString: belfry.databaseUrl });
  await client.connect();
  await client.query('UPDATE platform.virtual_clock SET now = $1', [at]).finally(() => client.end());
}
