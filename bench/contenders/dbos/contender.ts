import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import type { Contender, Work } from '../../measure/contender.ts';
import { withClient } from '../../servers/with-client.ts';
import { loadGreetings, requireDeliveries } from '../greet.ts';
import { configFor, queueName, version, workflowName } from './application.ts';

/** A queue of workflows that have no steps: each is taken, run and completed in the system database. */
export function dbos(work: Work): Contender {
  return {
    name: 'DBOS',
    isDurable: true,
    workerModule: import.meta.resolve('./worker.ts'),
    given: { work },
    mostPieces: 20_000,
    loadedAs: 'dbos',
    async load(databaseUrl, count) {
      DBOS.setConfig(configFor(databaseUrl, 'loader'));
      await DBOS.launch();
      await DBOS.registerQueue(queueName, { workerConcurrency: 1000, minPollingIntervalMs: 1 });
      await DBOS.shutdown({ deregister: true });
      await enqueueOne(databaseUrl);
      await withClient(databaseUrl, async (client) => {
        await client.query(copies, [count - 1]);
        await loadGreetings(client, count);
        await client.query('VACUUM ANALYZE');
      });
    },
    async countUnfinished({ client }) {
      const { rows } = await client.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM (
           SELECT FROM dbos.workflow_status WHERE queue_name = $1 AND status <> 'SUCCESS' LIMIT 1) w`,
        [queueName],
      );
      return rows[0]?.left ?? 0;
    },
    requireRecords: requireDeliveries,
  };
}

async function enqueueOne(systemDatabaseUrl: string): Promise<void> {
  const client = await DBOSClient.create({ systemDatabaseUrl });
  await client.enqueue({ queueName, workflowName, workflowID: 'piece-0', appVersion: version }, 0);
  await client.destroy();
}

/** Its client enqueues one at a time, too slowly for a million; the others are the first one with another number, in both of its tables. */
const copies = `WITH piece AS MATERIALIZED (
    SELECT piece, 'piece-' || piece AS id FROM generate_series(1, $1::int) AS piece
  ), status AS (
    INSERT INTO dbos.workflow_status
    SELECT (jsonb_populate_record(w, jsonb_build_object('workflow_uuid', id))).*
    FROM dbos.workflow_status w, piece WHERE w.workflow_uuid = 'piece-0'
  )
  INSERT INTO dbos.workflow_input
  SELECT (jsonb_populate_record(w, jsonb_build_object('workflow_uuid', id, 'inputs', replace(w.inputs, '0', piece::text)))).*
  FROM dbos.workflow_input w, piece WHERE w.workflow_uuid = 'piece-0'`;
