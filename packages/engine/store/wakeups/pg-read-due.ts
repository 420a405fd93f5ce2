import { compareInstants } from '@belfry/kernel/instants';
import type pg from 'pg';
import { lowestUnseen, type Unseen, unseenBy } from '../../domain/unseen.ts';
import { lateRows } from './late-rows.ts';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from './pg-wakeups.ts';
import { isUntaken, wantsTurn } from './wakeup-conditions.ts';

/** How far a lane of a shard has been read: everything up to this key, but for rows that commit late. */
export interface Cursor {
  shard: number;
  lane: number;
  dueAt: Temporal.Instant;
  occId: string;
  seq: number;
  /** Rows of these transactions may still turn up in front of the cursor. */
  unseen: Unseen;
}

/** How many are wanted of one lane of a shard. */
export interface DueQuery {
  cursor: Cursor;
  most: number;
}

export interface DueRead {
  /** Behind each cursor, oldest first; of each lane as many as were wanted where there may be more. */
  due: Wakeup[];
  /** Committed late, in front of a cursor, and wanting a turn; oldest first, `mostLate` where there may be more. */
  late: Wakeup[];
  /** What the next read looks for, once everything late has been claimed. */
  unseen: Unseen;
}

const qualified = wakeupColumns.replaceAll(/(\w+)/g, 'w.$1');

/**
 * One poll. Takes no lock and changes nothing, so it may be repeated and abandoned at will.
 * The first part reads each lane of each shard from its cursor by the primary key: its cost depends on what is due, not on what is
 * stored. The second finds rows that became visible after the cursor had passed their due time, by the transaction that
 * inserted them. Both see one snapshot. Needs at least one cursor.
 * The bounds that all shards share stand beside each shard's own, for they alone are known when partitions are pruned
 * and when the index on the transaction is read.
 */
export async function readDue(
  pool: pg.Pool,
  queries: readonly DueQuery[],
  { now, mostLate }: { now: Temporal.Instant; mostLate: number },
): Promise<DueRead> {
  const cursors = queries.map(({ cursor }) => cursor);
  const instants = cursors.map((c) => c.dueAt).toSorted(compareInstants);
  const late = lateRows(
    wakeupColumns,
    cursors.map((c) => c.unseen),
    { dueBy: '$9', place: 13 },
  );
  const { rows } = await pool.query<WakeupRow & { late: boolean; snapshot: string }>(
    `WITH cursors AS (
       SELECT * FROM unnest($1::smallint[], $10::smallint[], $2::timestamptz[], $3::uuid[], $4::int[], $5::bigint[], $11::int[])
         AS c (shard, lane, due_at, occ_id, seq, since_xid, most)
     ), due AS (
       SELECT ${qualified}, false AS late
       FROM cursors c CROSS JOIN LATERAL (
         SELECT ${wakeupColumns} FROM engine.wakeup
         WHERE shard = c.shard AND lane = c.lane AND due_at >= $8 AND due_at >= c.due_at AND due_at <= $6
           AND (due_at, occ_id, seq) > (c.due_at, c.occ_id, c.seq)
         ORDER BY due_at, occ_id, seq LIMIT least(c.most, $12)
       ) w
     ), late AS (
       SELECT ${qualified}, true AS late
       FROM (${late.sql}) w
       JOIN cursors c ON c.shard = w.shard AND c.lane = w.lane
       WHERE w.inserted_xid >= c.since_xid AND (w.due_at, w.occ_id, w.seq) <= (c.due_at, c.occ_id, c.seq)
         AND ${isUntaken} AND ${wantsTurn}
       ORDER BY w.due_at, w.occ_id, w.seq LIMIT $7
     ), snapshot AS (SELECT pg_current_snapshot()::text AS snapshot)
     SELECT * FROM snapshot LEFT JOIN (SELECT * FROM due UNION ALL SELECT * FROM late) AS w ON true
     ORDER BY w.due_at, w.occ_id, w.seq`,
    [
      cursors.map((c) => c.shard),
      cursors.map((c) => c.dueAt.toString()),
      cursors.map((c) => c.occId),
      cursors.map((c) => c.seq),
      cursors.map((c) => lowestUnseen(c.unseen)),
      now.toString(),
      mostLate,
      instants.at(0)?.toString(),
      instants.at(-1)?.toString(),
      cursors.map((c) => c.lane),
      queries.map(({ most }) => most),
      Math.max(...queries.map(({ most }) => most)),
      ...late.values,
    ],
  );
  const found = rows.filter((row) => row.occ_id !== null);
  const read = (late: boolean) => found.filter((row) => row.late === late).map(readWakeup);
  return { due: read(false), late: read(true), unseen: unseenBy(rows[0]?.snapshot ?? '') };
}
