import type pg from 'pg';
import type { Watermark } from '../../domain/explained.ts';
import { shardCount } from '../../domain/occurrence-id.ts';

/** A lease on one shard. `fence` rises with every change of owner: who holds an older one can no longer move anything. */
export interface Lease {
  shard: number;
  fence: string;
  watermark: Watermark;
}

export const leaseSeconds = 15;

/**
 * The channel on which processes hear that shards are free, lest these wait for somebody's next renewal; with `somebodyLeft`
 * where somebody is there no more, which makes the shares of all others larger.
 */
export const SHARD_CHANNEL = 'belfry_shard';
export const somebodyLeft = 'left';

interface LeaseRow {
  id: number;
  fence: string;
  watermark: Temporal.Instant;
  watermark_xid: string;
}

const columns = 'id, fence, watermark, watermark_xid';
const readLease = (row: LeaseRow): Lease => ({
  shard: row.id,
  fence: row.fence,
  watermark: { at: row.watermark, xid: BigInt(row.watermark_xid) },
});

/** Several shards' rows are always locked in the order of their ids, or two statements could wait for one another. */
const lockInOrder = 'ORDER BY id FOR NO KEY UPDATE';

/** Frees the shards of `theirs`, and tells of it on `channel` with the commit. */
const free = (channel: string, payload: string) =>
  `freed AS (
     UPDATE engine.shard s SET owner = NULL, expires_at = '-infinity' FROM theirs WHERE s.id = theirs.id RETURNING s.id
   ) SELECT pg_notify(${channel}, ${payload}) WHERE EXISTS (SELECT FROM freed)`;

/** Says that this process is alive and answers how many are; those unseen for a lease's length do not count. Real time. */
export async function reportAlive(pool: pg.Pool, node: string): Promise<number> {
  await pool.query(
    `INSERT INTO engine.node (id, seen_at) VALUES ($1, clock_timestamp())
     ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
    [node],
  );
  const { rows } = await pool.query<{ alive: number }>(
    `WITH gone AS (DELETE FROM engine.node WHERE seen_at < clock_timestamp() - make_interval(secs => $1 * 4))
     SELECT count(*)::int AS alive FROM engine.node WHERE seen_at > clock_timestamp() - make_interval(secs => $1)`,
    [leaseSeconds],
  );
  return Math.max(1, rows[0]?.alive ?? 1);
}

/**
 * Lengthens the leases on these shards that are still ours; those missing from the answer are lost. What stands in our
 * name and is not asked for, because the answer to taking or giving it back never arrived, runs out and is free again.
 */
export async function renewLeases(pool: pg.Pool, node: string, shards: readonly number[]): Promise<Set<number>> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH ours AS (
       SELECT id FROM engine.shard WHERE owner = $1 AND id = ANY($3::smallint[]) AND expires_at > clock_timestamp()
       ${lockInOrder}
     )
     UPDATE engine.shard s SET expires_at = clock_timestamp() + make_interval(secs => $2) FROM ours
     WHERE s.id = ours.id RETURNING s.id`,
    [node, leaseSeconds, shards],
  );
  return new Set(rows.map((row) => row.id));
}

/** Takes up to `count` shards that nobody holds, raising each one's fence. Skips what another process is taking. */
export async function takeLeases(pool: pg.Pool, node: string, count: number): Promise<Lease[]> {
  if (count <= 0) return [];
  const { rows } = await pool.query<LeaseRow>(
    `UPDATE engine.shard SET owner = $1, fence = fence + 1, expires_at = clock_timestamp() + make_interval(secs => $3)
     WHERE id IN (
       SELECT id FROM engine.shard WHERE expires_at < clock_timestamp() ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
     ) RETURNING ${columns}`,
    [node, count, leaseSeconds],
  );
  return rows.map(readLease);
}

export async function releaseLeases(pool: pg.Pool, node: string, shards: readonly number[]): Promise<void> {
  await pool.query(
    `WITH theirs AS (SELECT id FROM engine.shard WHERE owner = $1 AND id = ANY($2::smallint[]) ${lockInOrder}), ${free('$3', "''")}`,
    [node, shards, SHARD_CHANNEL],
  );
}

/**
 * Nobody whose name begins so is there any more, but for one: a process that stops, or all earlier ones of an installation, which
 * are known to be dead. What they held is free without waiting for its leases to end, and they count no more in anybody's share.
 */
export async function leaveShards(pool: pg.Pool, nodePrefix: string, exceptNode: string | null = null): Promise<void> {
  await pool.query(
    `WITH gone AS (DELETE FROM engine.node WHERE starts_with(id, $1) AND id IS DISTINCT FROM $4),
       theirs AS (
         SELECT id FROM engine.shard WHERE starts_with(owner, $1) AND owner IS DISTINCT FROM $4 ${lockInOrder}
       ), ${free('$2', '$3')}`,
    [nodePrefix, SHARD_CHANNEL, somebodyLeft, exceptNode],
  );
}

/** Stores watermarks (`watermarkOf`), each only with the fence that still holds. A watermark never moves back. */
export async function moveWatermarks(pool: pg.Pool, moves: readonly Lease[]): Promise<void> {
  await pool.query(
    `WITH moves AS (
       SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::timestamptz[], $4::bigint[]) AS m (id, fence, watermark, xid)
     ), held AS (
       SELECT id FROM engine.shard WHERE (id, fence) IN (SELECT id, fence FROM moves) ${lockInOrder}
     )
     UPDATE engine.shard s SET watermark = m.watermark, watermark_xid = m.xid
     FROM held JOIN moves m USING (id) WHERE s.id = m.id AND s.fence = m.fence AND s.watermark <= m.watermark`,
    [
      moves.map((move) => move.shard),
      moves.map((move) => move.fence),
      moves.map((move) => move.watermark.at.toString()),
      moves.map((move) => move.watermark.xid),
    ],
  );
}

export function fairShare(processes: number): number {
  return Math.ceil(shardCount / processes);
}
