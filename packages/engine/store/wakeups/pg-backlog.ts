import type pg from 'pg';
import { isUntaken, wantsTurn } from './wakeup-conditions.ts';

export interface Backlog {
  /** Wake-ups that are due and unclaimed, by lane; where many are, an estimate. */
  waiting: ReadonlyMap<number, number>;
  openDeadLetters: number;
  shardsWithoutOwner: number;
  /** How long ago everything had been explained, of the shard that is furthest behind. */
  unexplainedSeconds: number;
}

/** Of each lane of each shard. What is taken up first is due first, so the last that are due tell how many are left. */
const mostLookedAt = 100;
/** Where most of them are unclaimed there are more: of so many, in some shards, each hundredth is looked at, and the others have as many. */
const mostSampled = 20_000;
const sampledShards = 4;
const isDeep = `is_full AND count > ${mostLookedAt / 2}`;
const mostDeadLetters = 1000;

/**
 * How far the work is behind, for measures: takes no lock, and reads a bounded part of indexes whatever is stored or due:
 * at most 100 wake-ups of each lane of each shard, backwards from now to its watermark, and where most of those wait, 20,000 in
 * a few shards; of dead letters the open ones of each tenant, from one tenant to the next. On an idle system there is nothing
 * between watermark and now.
 */
export async function readBacklog(pool: pg.Pool, now: Temporal.Instant): Promise<Backlog> {
  const { rows } = await pool.query<{
    prompt: number;
    bulk: number;
    letters: number;
    unowned: number;
    behind: number;
  }>(
    `WITH RECURSIVE looked_at AS (
       SELECT s.id, l.lane, s.watermark, count(*) = ${mostLookedAt} AS is_full,
         count(*) FILTER (WHERE ${isUntaken} AND ${wantsTurn}) AS count
       FROM engine.shard s CROSS JOIN (VALUES (0::smallint), (1::smallint)) AS l (lane)
       CROSS JOIN LATERAL (${newestDue('s.id', 'l.lane', mostLookedAt)}) w GROUP BY s.id, l.lane
     ), deep AS (
       SELECT *, row_number() OVER of_lane - 1 AS place, count(*) OVER (PARTITION BY lane) AS shards
       FROM looked_at WHERE ${isDeep} WINDOW of_lane AS (PARTITION BY lane ORDER BY id)
     ), sampled AS (
       SELECT d.lane, d.shards * avg(w.count * 100) AS count FROM deep d CROSS JOIN LATERAL (
         SELECT count(*) FILTER (WHERE ${isUntaken} AND ${wantsTurn}) FROM (
           SELECT *, row_number() OVER () AS place FROM (${newestDue('d.id', 'd.lane', mostSampled)}) newest
         ) w WHERE w.place % 100 = 0
       ) w WHERE d.place % greatest(1, d.shards / ${sampledShards}) = 0 GROUP BY d.lane, d.shards
     ), waiting AS (
       SELECT lane, sum(count)::int AS count FROM (
         SELECT lane, count FROM sampled UNION ALL SELECT lane, count FROM looked_at WHERE NOT (${isDeep})
       ) every GROUP BY lane
     ), tenant AS (
       (SELECT tenant_id FROM engine.dead_letter ORDER BY tenant_id LIMIT 1)
       UNION ALL
       SELECT (SELECT d.tenant_id FROM engine.dead_letter d WHERE d.tenant_id > t.tenant_id ORDER BY d.tenant_id LIMIT 1)
       FROM tenant t WHERE t.tenant_id IS NOT NULL
     )
     SELECT
       coalesce((SELECT count FROM waiting WHERE lane = 0), 0) AS prompt,
       coalesce((SELECT count FROM waiting WHERE lane = 1), 0) AS bulk,
       (SELECT count(*)::int FROM tenant t CROSS JOIN LATERAL (
          SELECT FROM engine.dead_letter WHERE tenant_id = t.tenant_id AND state = 'open' LIMIT ${mostDeadLetters}
        ) d) AS letters,
       (SELECT count(*)::int FROM engine.shard WHERE owner IS NULL OR expires_at < clock_timestamp()) AS unowned,
       (SELECT greatest(0, extract(epoch FROM $1 - min(watermark)))::float8 FROM engine.shard) AS behind`,
    [now.toString(), await lowestWatermark(pool)],
  );
  const row = rows[0];
  return {
    waiting: new Map([
      [0, row?.prompt ?? 0],
      [1, row?.bulk ?? 0],
    ]),
    openDeadLetters: row?.letters ?? 0,
    shardsWithoutOwner: row?.unowned ?? 0,
    unexplainedSeconds: row?.behind ?? 0,
  };
}

/** SQL: what was due last, of a lane of a shard `s` or `d`, backwards by the primary key. */
function newestDue(shard: string, lane: string, limit: number): string {
  return `SELECT day, occ_id, seq, slot, schedule_id, timing_rev FROM engine.wakeup
    WHERE shard = ${shard} AND lane = ${lane} AND due_at > watermark AND due_at > $2 AND due_at <= $1
    ORDER BY due_at DESC, occ_id DESC, seq DESC LIMIT ${limit}`;
}

/** Asked first, for partitions are pruned by what is known when the statement begins. */
async function lowestWatermark(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ lowest: Temporal.Instant | null }>(
    'SELECT min(watermark) AS lowest FROM engine.shard',
  );
  return (rows[0]?.lowest ?? '-infinity').toString();
}
