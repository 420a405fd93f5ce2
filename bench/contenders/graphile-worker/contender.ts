import { makeWorkerUtils } from 'graphile-worker';
import type { Contender, Work } from '../../measure/contender.ts';
import { withClient } from '../../servers/with-client.ts';
import { loadGreetings, requireDeliveries } from '../greet.ts';
import { silent } from './silent.ts';

export function graphileWorker(work: Work): Contender {
  return {
    name: 'graphile-worker',
    isDurable: true,
    workerModule: import.meta.resolve('./worker.ts'),
    given: { work },
    loadedAs: 'graphile-worker',
    async load(databaseUrl, count) {
      const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: silent });
      await utils.migrate();
      await utils.release();
      await withClient(databaseUrl, async (client) => {
        await client.query(
          `SELECT FROM graphile_worker.add_jobs(ARRAY(
           SELECT json_populate_record(NULL::graphile_worker.job_spec,
             json_build_object('identifier', 'greet', 'payload', json_build_object('piece', piece)))
           FROM generate_series(0, $1::int - 1) AS piece))`,
          [count],
        );
        await loadGreetings(client, count);
        await client.query('VACUUM ANALYZE');
      });
    },
    async countUnfinished({ client }) {
      const { rows } = await client.query<{ left: number }>(
        'SELECT count(*)::int AS left FROM (SELECT FROM graphile_worker._private_jobs LIMIT 1) j',
      );
      return rows[0]?.left ?? 0;
    },
    requireRecords: requireDeliveries,
  };
}
