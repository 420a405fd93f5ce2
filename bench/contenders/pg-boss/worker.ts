import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Worker } from '../../measure/contender.ts';
import { greetAll, greetInBatches } from '../greet.ts';
import { queue } from './queue.ts';

type Piece = { piece: number };

/** A partition of the queue's own, large batches, and the next one at once as long as they come full. */
const batches = { batchSize: 2000, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
/** One job at a time, `work` waits half a second after each; `fetch` and `complete` do not, so many loops call these. */
const loops = 50;

export const worker: Worker = {
  async prepare({ databaseUrl, given: { work, handing }, handled }) {
    const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false, max: 20 });
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    await boss.start();
    await pool.query('SELECT 1');
    const greet = greetInBatches(pool);
    let isRunning = true;
    let running: Promise<unknown> = Promise.resolve();

    async function oneByOne(): Promise<void> {
      while (isRunning) {
        const [job] = await boss.fetch<Piece>(queue);
        if (!job) {
          await delay(10);
          continue;
        }
        if (work === 'same-work') await greet(job.data.piece);
        await boss.complete(queue, job.id);
        handled(job.data.piece);
      }
    }

    return {
      async go() {
        if (handing === 'one by one') {
          running = Promise.all(Array.from({ length: loops }, oneByOne));
          return;
        }
        await boss.work<Piece>(queue, batches, async (jobs) => {
          const pieces = jobs.map(({ data }) => data.piece);
          if (work === 'same-work') await greetAll(pool, pieces);
          for (const piece of pieces) handled(piece);
        });
      },
      async stop() {
        isRunning = false;
        await running;
        await boss.stop({ graceful: true });
        await pool.end();
      },
    };
  },
};
