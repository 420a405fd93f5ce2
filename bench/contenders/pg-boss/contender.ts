import { PgBoss } from 'pg-boss';
import type { Contender, Work } from '../../measure/contender.ts';
import { withClient } from '../../servers/with-client.ts';
import { loadGreetings, requireDeliveries } from '../greet.ts';
import { queue } from './queue.ts';

const chunk = 10_000;

/** @param handing how many jobs its handler is given at a time: a batch fails as a whole, which not every job may */
export function pgBoss(work: Work, handing: 'batches' | 'one by one'): Contender {
  return {
    name: handing === 'batches' ? 'pg-boss' : 'pg-boss, one job at a time',
    isDurable: true,
    workerModule: import.meta.resolve('./worker.ts'),
    given: { work, handing },
    ...(handing === 'one by one' ? { mostPieces: 20_000 } : {}),
    loadedAs: 'pg-boss',
    async load(databaseUrl, count) {
      const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
      await boss.start();
      await boss.createQueue(queue, { partition: true });
      for (let from = 0; from < count; from += chunk) {
        const size = Math.min(chunk, count - from);
        await boss.insert(
          queue,
          Array.from({ length: size }, (_, i) => ({ data: { piece: from + i } })),
        );
      }
      await boss.stop();
      await withClient(databaseUrl, async (client) => {
        await loadGreetings(client, count);
        await client.query('VACUUM ANALYZE');
      });
    },
    async countUnfinished({ client }) {
      const { rows } = await client.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM (SELECT FROM pgboss.job WHERE name = $1 AND state < 'completed' LIMIT 1) j`,
        [queue],
      );
      return rows[0]?.left ?? 0;
    },
    requireRecords: requireDeliveries,
  };
}
