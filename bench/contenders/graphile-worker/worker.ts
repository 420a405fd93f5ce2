import { type Runner, run } from 'graphile-worker';
import pg from 'pg';
import type { Worker } from '../../measure/contender.ts';
import { greetInBatches } from '../greet.ts';
import { silent } from './silent.ts';

/**
 * At the settings of its own performance guide that measured best: a local queue, a short refetch delay, completions in
 * batches. Jobs that run at once share their statements.
 */
export const worker: Worker = {
  async prepare({ databaseUrl, given: { work }, handled }) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    pool.on('error', console.error);
    await pool.query('SELECT 1');
    const greet = work === 'bare' ? null : greetInBatches(pool);
    const concurrentJobs = work === 'bare' ? 24 : 250;
    let runner: Runner | undefined;
    return {
      async go() {
        runner = await run({
          pgPool: pool,
          logger: silent,
          noHandleSignals: true,
          preset: {
            worker: {
              concurrentJobs,
              localQueue: { size: 500, refetchDelay: { durationMs: 10 } },
              completeJobBatchDelay: 0,
              failJobBatchDelay: 0,
            },
          },
          taskList: {
            async greet(payload) {
              const { piece } = payload as { piece: number };
              await greet?.(piece);
              handled(piece);
            },
          },
        });
      },
      async stop() {
        await runner?.stop();
        await pool.end();
      },
    };
  },
};
