import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Worker } from '../../measure/contender.ts';
import { greetAll } from '../greet.ts';
import { queue } from './queue.ts';

const batchSize = 2000;

/** A partition of the queue's own, large batches, and the next one at once as long as they come full. */
export const worker: Worker = {
  async prepare({ databaseUrl, work, handled }) {
    const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false, max: 10 });
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    await boss.start();
    await pool.query('SELECT 1');
    return {
      async go() {
        await boss.work<{ piece: number }>(
          queue,
          { batchSize, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
          async (jobs) => {
            const pieces = jobs.map(({ data }) => data.piece);
            if (work === 'same-work') await greetAll(pool, pieces);
            for (const piece of pieces) handled(piece);
          },
        );
      },
      async stop() {
        await boss.stop({ graceful: true });
        await pool.end();
      },
    };
  },
};
