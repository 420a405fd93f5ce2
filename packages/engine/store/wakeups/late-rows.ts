import { type Unseen, unseenByAny } from '../../domain/unseen.ts';

interface LateRows {
  /** SQL of the rows, with their `inserted_xid`. */
  sql: string;
  /** Of the places from `place` on. */
  values: unknown[];
}

/**
 * The wake-ups due by `dueBy` that were inserted by transactions which an earlier snapshot did not show and which have ended
 * since: who is still under way has nothing to show, and an import may have inserted a million rows. Where several have not seen
 * different ones, it finds what any has not, and each picks from its first on.
 * A search of the index on the inserting transaction for all that began later, and one for each that was under way. They are told
 * apart, and the second is left out where there is none, for planning it costs more than reading. OFFSET 0 holds the planner to
 * that index, read once in each day's partition: by the primary key, for each lane of each shard, that were 6,800 pages over 40
 * days, and most of a poll's time. BETWEEN where `=` would do: of few transactions with many rows each the planner would think that
 * one brings too much for that index.
 * @param dueBy,place of parameters
 */
export function lateRows(
  columns: string,
  all: readonly Unseen[],
  { dueBy, place }: { dueBy: string; place: number },
): LateRows {
  const { underWay, from } = unseenByAny(all);
  const rows = (condition: string) =>
    `SELECT ${columns}, inserted_xid FROM engine.wakeup WHERE due_at <= ${dueBy} AND ${condition}`;
  const later = rows(`inserted_xid >= $${place}::bigint`);
  if (underWay.length === 0) return { sql: `${later} OFFSET 0`, values: [from] };
  const ended = `SELECT xid FROM unnest($${place + 1}::bigint[]) AS xid
    WHERE pg_visible_in_snapshot(xid::text::xid8, pg_current_snapshot()) OFFSET 0`;
  const sql = `${later} UNION ALL SELECT w.* FROM (${ended}) x
    CROSS JOIN LATERAL (${rows('inserted_xid BETWEEN x.xid AND x.xid')} OFFSET 0) w OFFSET 0`;
  return { sql, values: [from, underWay] };
}
