import { soleLocks } from '@belfry/platform/advisory-locks';
import { keepAlive } from '@belfry/platform/database';
import pg from 'pg';

/** The first transaction that has not begun: what is beyond it was not inserted in this cluster. Of each statement's own snapshot. */
const next = '(SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint)';

/**
 * Transactions are numbered by cluster. In a dump that was restored into a younger one all that is stored has numbers of the
 * future, and would read as committed late for ever. It gets numbers below all: 0 for what its watermark explains or stands
 * before, 1 for what had committed behind it and was not explained; and the watermarks say 1, so that the audit looks at those
 * and at whatever has been inserted here already.
 * Where the cluster is the older one nothing has to be done: all that is stored then is before its every snapshot.
 * @param url the owner's, direct
 * @returns how many wake-ups were numbered anew
 */
export async function renumberRestored(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'belfry:restored', ...keepAlive });
  await client.connect();
  try {
    await client.query('BEGIN');
    // Whoever starts meanwhile waits, and then finds nothing to do.
    await client.query('SELECT pg_advisory_xact_lock($1)', [soleLocks.renumberRestored]);
    // By its index, and not until one is found: there is none in any database but a restored one.
    const { rows } = await client.query<{ restored: boolean }>(
      `SELECT greatest((SELECT max(watermark_xid) FROM engine.shard), (SELECT max(inserted_xid) FROM engine.wakeup)) > ${next} AS restored`,
    );
    if (!rows[0]?.restored) return 0;
    // One statement, for the first half needs the watermarks that the second changes.
    const { rows: counted } = await client.query<{ count: number }>(
      `WITH numbered AS (
         UPDATE engine.wakeup w
         SET inserted_xid = CASE WHEN w.inserted_xid >= s.watermark_xid AND w.due_at < s.watermark THEN 1 ELSE 0 END
         FROM engine.shard s WHERE s.id = w.shard AND w.inserted_xid > ${next} RETURNING 1
       ), shards AS (
         UPDATE engine.shard SET watermark_xid = least(watermark_xid, 1)
       )
       SELECT count(*)::int AS count FROM numbered`,
    );
    await client.query('COMMIT');
    return counted[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
