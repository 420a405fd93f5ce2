import type pg from 'pg';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from './pg-wakeups.ts';

/** How far a shard has been read: everything up to this key, but for rows that commit late. */
export interface Cursor {
  shard: number;
  dueAt: Temporal.Instant;
  occId: string;
  seq: number;
  /** Rows of transactions from this one on may still turn up in front of the cursor. */
  sinceXid: string;
}

export interface DueRead {
  /** Behind each shard's cursor, oldest first. */
  due: Wakeup[];
  /** Committed late, in front of a cursor; none of them has a turn. */
  late: Wakeup[];
  /** The `sinceXid` of the next read. */
  snapshotXmin: string;
}

const qualified = wakeupColumns.replaceAll(/(\w+)/g, 'w.$1');

/**
 * One poll. Takes no lock and changes nothing, so it may be repeated and abandoned at will.
 * The first part reads each shard from its cursor by the primary key: its cost depends on what is due, not on what is
 * stored. The second finds rows that became visible after the cursor had passed their due time, by the transaction that
 * inserted them. Both see one snapshot. Needs at least one cursor.
 */
export async function readDue(
  pool: pg.Pool,
  cursors: readonly Cursor[],
  options: { now: Temporal.Instant; limit: number },
): Promise<DueRead> {
  // The one bound for all shards is what the BRIN index can use.
  const earliestXid = earliestOf(cursors.map((c) => BigInt(c.sinceXid))).toString();
  const { rows } = await pool.query<WakeupRow & { late: boolean; xmin: string }>(
    `WITH cursors AS (
       SELECT * FROM unnest($1::smallint[], $2::timestamptz[], $3::uuid[], $4::int[], $8::bigint[])
         AS c (shard, due_at, occ_id, seq, since_xid)
     ), due AS (
       SELECT ${qualified}, false AS late FROM cursors c CROSS JOIN LATERAL (
         SELECT ${wakeupColumns} FROM engine.wakeup
         WHERE shard = c.shard AND lane = 0 AND due_at >= c.due_at AND due_at <= $5
           AND (due_at, occ_id, seq) > (c.due_at, c.occ_id, c.seq)
         ORDER BY due_at, occ_id, seq LIMIT $6
       ) w ORDER BY w.due_at, w.occ_id, w.seq LIMIT $6
     ), late AS (
       SELECT ${qualified}, true AS late FROM engine.wakeup w JOIN cursors c ON c.shard = w.shard
       WHERE w.inserted_xid >= $7 AND w.inserted_xid >= c.since_xid AND w.due_at <= c.due_at AND (w.due_at, w.occ_id, w.seq) <= (c.due_at, c.occ_id, c.seq)
         AND NOT EXISTS (SELECT FROM engine.turn t WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.seq = w.seq)
       ORDER BY w.due_at LIMIT $6
     ), snapshot AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin)
     SELECT * FROM snapshot LEFT JOIN (SELECT * FROM due UNION ALL SELECT * FROM late) AS w ON true`,
    [
      cursors.map((c) => c.shard),
      cursors.map((c) => c.dueAt.toString()),
      cursors.map((c) => c.occId),
      cursors.map((c) => c.seq),
      options.now.toString(),
      options.limit,
      earliestXid,
      cursors.map((c) => c.sinceXid),
    ],
  );
  const found = rows.filter((row) => row.occ_id !== null);
  return {
    due: found.filter((row) => !row.late).map(readWakeup),
    late: found.filter((row) => row.late).map(readWakeup),
    snapshotXmin: rows[0]?.xmin ?? earliestXid,
  };
}

function earliestOf(xids: readonly bigint[]): bigint {
  let earliest = xids[0] ?? 0n;
  for (const xid of xids) if (xid < earliest) earliest = xid;
  return earliest;
}
