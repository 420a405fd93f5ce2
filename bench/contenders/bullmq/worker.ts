import { Worker as BullWorker } from 'bullmq';
import pg from 'pg';
import type { Worker } from '../../measure/contender.ts';
import { greetInBatches } from '../greet.ts';
import { connectionTo, queueName } from './queue.ts';

/** What was done leaves nothing behind, which is the cheapest; jobs that run at once share their statements. */
const settings = {
  bare: { concurrency: 100 },
  'same-work': { concurrency: 500 },
};

export const worker: Worker = {
  async prepare({ databaseUrl, given: { work, redisPort = '' }, handled }) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    await pool.query('SELECT 1');
    const greet = work === 'bare' ? null : greetInBatches(pool);
    const bull = new BullWorker<{ piece: number }>(
      queueName,
      async ({ data: { piece } }) => {
        await greet?.(piece);
        handled(piece);
      },
      {
        connection: connectionTo(redisPort),
        autorun: false,
        removeOnComplete: { count: 0 },
        ...settings[work === 'bare' ? 'bare' : 'same-work'],
      },
    );
    bull.on('error', console.error);
    await bull.waitUntilReady();
    return {
      go() {
        bull.run().catch(console.error);
      },
      async stop() {
        await bull.close();
        await pool.end();
      },
    };
  },
};
