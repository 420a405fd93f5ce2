import type { Tx } from '@belfry/platform/database';
import { type PartitionState, partitionState } from '@belfry/platform/drop-partition';
import type pg from 'pg';

/** The traces that began in one month, with all their events. */
export interface Month {
  /** Its first day, YYYY-MM-DD. */
  month: string;
  /** The partition, without its schema. */
  name: string;
  state: PartitionState;
  /** A drop of it has begun. */
  isGoing: boolean;
  /** With its indexes. */
  bytes: number;
}

type Reader = Pick<Tx, 'query'>;

/** Those that ended so many months ago or earlier, by real time, as they began, and those that are going; oldest first. Reads only. */
export async function listPastMonths(tx: Reader, months: number): Promise<Month[]> {
  const { rows } = await tx.query<Omit<Month, 'bytes'> & { bytes: string }>(
    `SELECT m.month::text, c.relname AS name, pg_total_relation_size(c.oid) AS bytes, ${partitionState} AS state,
       g.month IS NOT NULL AS "isGoing"
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     CROSS JOIN LATERAL (SELECT to_date(substring(c.relname FROM '\\d+$'), 'YYYYMM') AS month) m
     LEFT JOIN eventlog.going_month g ON g.month = m.month
     WHERE c.relnamespace = 'eventlog'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^event_\\d{6}$'
       AND (g.month IS NOT NULL OR m.month + interval '1 month' <= (now() AT TIME ZONE 'UTC')::date - make_interval(months => $1))
     ORDER BY c.relname`,
    [months],
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/**
 * Whether a trace of it has gone on within so many months of real time. Reads the partition until it finds one; of one that somebody
 * else has dropped meanwhile there is none.
 */
export async function hasEventsSince(tx: Reader, { month }: Month, months: number): Promise<boolean> {
  const { rows } = await tx.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM eventlog.event
       WHERE month = $1 AND recorded_at >= now() - make_interval(months => $2)) AS found`,
    [month, months],
  );
  return rows[0]?.found ?? false;
}

/** Counts them all: as long as it takes to read the partition once. The owner's, whom row-level security does not narrow. */
export async function countEvents(owner: Reader, { name }: Month): Promise<number> {
  const { rows } = await owner.query<{ count: string }>(`SELECT count(*) FROM eventlog.${name}`);
  return Number(rows[0]?.count);
}

/** From this commit on an event of a trace of this month begins its trace anew. Idempotent. Owner only. */
export async function beginToDrop(owner: pg.Client, { month }: Month): Promise<void> {
  await owner.query('INSERT INTO eventlog.going_month (month) VALUES ($1) ON CONFLICT DO NOTHING', [month]);
}

/** So many in a commit, so that nobody who appends to one of them waits long. */
const atOnce = 10_000;

/**
 * Removes the counters of a month that is being dropped. They are locked in the order in which whoever appends locks them,
 * and whoever had locked one before is waited for: when this ends, nobody writes to the month any more. Idempotent. Owner only.
 */
export async function removeCounters(owner: pg.Client, { month }: Month): Promise<void> {
  let after: { tenant_id: string | null; trace_id: string | null } | undefined = { tenant_id: null, trace_id: null };
  while (after) {
    const { rows }: pg.QueryResult<{ tenant_id: string; trace_id: string }> = await owner.query(
      `WITH going AS (
         SELECT tenant_id, trace_id FROM eventlog.trace
         WHERE month = $1 AND ($2::uuid IS NULL OR (tenant_id, trace_id) > ($2, $3::text))
         ORDER BY tenant_id, trace_id LIMIT ${atOnce} FOR UPDATE
       ), gone AS (
         DELETE FROM eventlog.trace t USING going g WHERE t.tenant_id = g.tenant_id AND t.trace_id = g.trace_id
       )
       SELECT tenant_id, trace_id FROM going ORDER BY tenant_id DESC, trace_id DESC LIMIT 1`,
      [month, after.tenant_id, after.trace_id],
    );
    after = rows[0];
  }
}

/** Forgets those of which the partition is gone, which says as much. Owner only. */
export async function endDrops(owner: pg.Client): Promise<void> {
  await owner.query(
    `DELETE FROM eventlog.going_month g WHERE to_regclass('eventlog.event_' || to_char(g.month, 'YYYYMM')) IS NULL`,
  );
}
