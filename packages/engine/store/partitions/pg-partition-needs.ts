import type { Tx } from '@belfry/platform/database';
import type { Partition } from '../../domain/partition.ts';

/**
 * What still needs a partition, in words; empty when it may go. Reads only, and asks what costs much only where nothing
 * else needs it. It may read tables through that have no index by day: ask it of partitions whose time is over, of which
 * there are a few in a month.
 */
export function whatNeeds(tx: Pick<Tx, 'query'>, partition: Partition): Promise<string[]> {
  switch (partition.table) {
    case 'wakeup':
      return whatNeedsWakeups(tx, partition);
    case 'turn':
    case 'outcome':
      return whatNeedsHistory(tx, partition);
    case 'slot_ledger':
      return whatNeedsLedger(tx, partition);
  }
}

/**
 * A shard may still come to it while its watermark or its plan has not passed, while a row that committed behind the
 * watermark waits to be explained, or while what is due there waits to be moved in.
 */
async function whatNeedsWakeups(tx: Pick<Tx, 'query'>, { from, to }: Partition): Promise<string[]> {
  const { rows } = await tx.query<Record<string, number>>(
    `SELECT ${isBehind}, count(*) FILTER (WHERE late.found)::int AS "wake-ups that are not explained",
       count(*) FILTER (WHERE far.found)::int AS "wake-ups of it that have not been moved in"
     FROM engine.shard s
     CROSS JOIN LATERAL (SELECT EXISTS (
       SELECT FROM engine.wakeup w WHERE w.shard = s.id AND w.inserted_xid >= s.watermark_xid
         AND w.due_at >= $2::date::timestamp AT TIME ZONE 'UTC' AND w.due_at < $1::date::timestamp AT TIME ZONE 'UTC'
     ) AS found) late
     CROSS JOIN LATERAL (SELECT EXISTS (
       SELECT FROM engine.wakeup_far f WHERE f.shard = s.id AND f.due_at < $1::date::timestamp AT TIME ZONE 'UTC') AS found) far`,
    [to, from],
  );
  return inWords(rows[0]);
}

/** SQL over the shards `s`: until `$1` not all is explained, or planned. */
const isBehind = `count(*) FILTER (WHERE s.watermark < $1::date::timestamp AT TIME ZONE 'UTC')::int AS "shards whose watermark is before its end",
  count(*) FILTER (WHERE s.planned_until < $1::date::timestamp AT TIME ZONE 'UTC')::int AS "shards that are not planned beyond it"`;

/**
 * The record of an occurrence is needed while somebody may still act on it, while the engine will, and while an end of it
 * is to be found out (its wake-up is then behind no watermark).
 */
async function whatNeedsHistory(tx: Pick<Tx, 'query'>, { from, to }: Partition): Promise<string[]> {
  const ofIt = 'day >= $2 AND day < $1';
  const { rows } = await tx.query<Record<string, number>>(
    `SELECT b.*,
       (SELECT count(*)::int FROM engine.open_occurrence WHERE ${ofIt}) AS "open occurrences",
       (SELECT count(DISTINCT occ_id)::int FROM engine.open_contact c WHERE ${ofIt} AND NOT EXISTS (
          SELECT FROM engine.open_occurrence o WHERE o.occ_id = c.occ_id)) AS "occurrences that may still be answered",
       (SELECT count(*)::int FROM engine.dead_letter WHERE state = 'open' AND ${ofIt}) AS "open dead letters",
       (SELECT count(*)::int FROM engine.wakeup_far WHERE ${ofIt}) AS "wake-ups to come"
     FROM (SELECT ${isBehind} FROM engine.shard s) b`,
    [to, from],
  );
  const needed = inWords(rows[0]);
  return needed.length > 0 || !(await hasUnexplained(tx, { from, to })) ? needed : ['wake-ups that are not explained'];
}

/**
 * Beyond the watermarks, of which the lowest leaves out whole partitions; or behind them and committed late, which the index
 * on the xid finds.
 */
async function hasUnexplained(tx: Pick<Tx, 'query'>, { from, to }: Pick<Partition, 'from' | 'to'>): Promise<boolean> {
  const ofIt = 'w.day >= $2 AND w.day < $1';
  const { rows } = await tx.query<{ found: boolean }>(
    `SELECT EXISTS (
         SELECT FROM engine.wakeup w JOIN engine.shard s ON s.id = w.shard
         WHERE ${ofIt} AND w.due_at >= s.watermark AND w.due_at >= (SELECT min(watermark) FROM engine.shard))
       OR EXISTS (
         SELECT FROM engine.wakeup w JOIN engine.shard s ON s.id = w.shard
         WHERE ${ofIt} AND w.inserted_xid >= s.watermark_xid AND w.inserted_xid >= (SELECT min(watermark_xid) FROM engine.shard)
       ) AS found`,
    [to, from],
  );
  return rows[0]?.found ?? false;
}

/** The ledger outlives history, and goes in order: the oldest year that stands is where slots begin to be told apart. */
async function whatNeedsLedger(tx: Pick<Tx, 'query'>, { name, from, to }: Partition): Promise<string[]> {
  const { rows } = await tx.query<Record<string, number>>(
    `SELECT ${isBehind},
       (SELECT count(*)::int FROM pg_inherits WHERE inhparent = 'engine.turn'::regclass
          AND substring(inhrelid::regclass::text FROM '\\d+$') BETWEEN to_char($2::date, 'YYYYMM') AND to_char($1::date - 1, 'YYYYMM')
       ) AS "months of its history",
       (SELECT count(*)::int FROM pg_inherits WHERE inhparent = 'engine.slot_ledger'::regclass
          AND inhrelid::regclass::text < 'engine.' || $3) AS "older years of the ledger"
     FROM engine.shard s`,
    [to, from, name],
  );
  return inWords(rows[0]);
}

function inWords(counts: Record<string, number> = {}): string[] {
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
}
