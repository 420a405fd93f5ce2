import type pg from 'pg';
import { lanes } from '../domain/lane.ts';
import { unseenBy } from '../domain/unseen.ts';
import { type Cursor, readDue } from '../store/wakeups/pg-read-due.ts';
import { type Measured, measureQueries } from './measure-queries.ts';

export interface MeasuredPoll extends Measured {
  /** Nothing is due between their watermarks and `now`. */
  idleLanes: number;
  /** In all shards, claimed or not. */
  storedWakeups: number;
}

/**
 * What one poll of all idle shards costs in this database as it stands. The cursors stand where a process that has just
 * taken these shards over would set them: at the watermarks.
 * @param client of a role that sees all tenants
 */
export async function measureIdlePoll(client: pg.ClientBase, now: Temporal.Instant): Promise<MeasuredPoll> {
  const cursors = await idleCursors(client, now);
  const { pool, measured } = measureQueries(client);
  if (cursors.length > 0)
    await readDue(
      pool,
      cursors.map((cursor) => ({ cursor, most: 64 })),
      { now, mostLate: 64 },
    );
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM engine.wakeup');
  const poll = measured[0] ?? { buffers: 0, seqScans: [] };
  return { ...poll, idleLanes: cursors.length, storedWakeups: rows[0]?.count ?? 0 };
}

async function idleCursors(client: pg.ClientBase, now: Temporal.Instant): Promise<Cursor[]> {
  const { rows } = await client.query<{ id: number; watermark: string; snapshot: string }>(
    `SELECT id, to_char(watermark AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS watermark,
       pg_current_snapshot()::text AS snapshot
     FROM engine.shard s WHERE isfinite(watermark) AND NOT EXISTS (
       SELECT FROM engine.wakeup w WHERE w.shard = s.id AND w.lane IN (0, 1) AND w.due_at >= s.watermark AND w.due_at <= $1)`,
    [now.toString()],
  );
  return rows.flatMap(({ id, watermark, snapshot }) =>
    lanes.map((lane) => ({
      shard: id,
      lane,
      dueAt: Temporal.Instant.from(watermark),
      occId: '00000000-0000-0000-0000-000000000000',
      seq: -1,
      unseen: unseenBy(snapshot),
    })),
  );
}
