import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import type { Worker } from '../../measure/contender.ts';
import { greetInBatches } from '../greet.ts';
import { configFor, workflowName } from './application.ts';

export const worker: Worker = {
  async prepare({ databaseUrl, given: { work }, handled }) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    await pool.query('SELECT 1');
    const greet = work === 'bare' ? null : greetInBatches(pool);
    DBOS.setConfig(configFor(databaseUrl, randomUUID()));
    DBOS.registerWorkflow(
      async (piece: number) => {
        await greet?.(piece);
        handled(piece);
      },
      { name: workflowName },
    );
    return {
      /** It has no word between connecting and taking work, so its start is timed with it. */
      go: () => DBOS.launch(),
      async stop() {
        await DBOS.shutdown();
        await pool.end();
      },
    };
  },
};
