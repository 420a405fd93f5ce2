import type pg from 'pg';
import type { Contact } from '../domain/occurrence.ts';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from './pg-wakeups.ts';

/** A contact of a claimed turn that has no outcome, or only one that says nobody knows. */
export interface Unsettled {
  wakeup: Wakeup;
  turnAt: Temporal.Instant;
  contact: Contact;
  /** Real milliseconds since the claim, or since the unknown was written down. */
  ageMs: number;
  isRecordedUnknown: boolean;
}

export interface AuditReport {
  /** Due, read over, and yet without a turn. */
  unclaimed: Wakeup[];
  unsettled: Unsettled[];
  /** Rows of transactions from this one on were not all visible to this audit. */
  snapshotXmin: string;
}

export interface AuditRange {
  shard: number;
  from: Temporal.Instant;
  to: Temporal.Instant;
}

const qualified = wakeupColumns.replaceAll(/(\w+)/g, 'w.$1');

/**
 * Checks a range of wake-ups against turns and outcomes, whoever made them: what was read and lost, whose owner died
 * between claim and outcome, whose end is unknown. A first wake-up counts as explained once its slot is in the ledger,
 * or when its schedule no longer wants it. Reads only.
 */
export async function audit(pool: pg.Pool, ranges: readonly AuditRange[], limit: number): Promise<AuditReport> {
  type Row = WakeupRow & {
    xmin: string;
    turn_at: Temporal.Instant | null;
    contact: Contact;
    age_ms: number;
    recorded: boolean;
  };
  const { rows } = await pool.query<Row>(
    `WITH ranges AS (
       SELECT * FROM unnest($1::smallint[], $2::timestamptz[], $3::timestamptz[]) AS r (shard, lower, upper)
     ), found AS (
       SELECT ${qualified}, t.at AS turn_at, c.contact, o.recorded,
         extract(epoch FROM clock_timestamp() - coalesce(o.recorded_at, t.claimed_at))::float8 * 1000 AS age_ms
       FROM ranges r
       JOIN engine.wakeup w ON w.shard = r.shard AND w.due_at >= r.lower AND w.due_at <= r.upper
       LEFT JOIN engine.turn t ON t.day = w.day AND t.occ_id = w.occ_id AND t.seq = w.seq
       LEFT JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact) ON c.contact ->> 'address' IS NOT NULL
       LEFT JOIN LATERAL (
         SELECT recorded_at, true AS recorded, NOT (status = 'unknown' AND code = 'pending-look-up') AS settled
         FROM engine.outcome
         WHERE day = t.day AND occ_id = t.occ_id AND seq = t.seq AND target = (c.contact ->> 'target')::smallint
         ORDER BY n DESC LIMIT 1
       ) o ON c.contact IS NOT NULL
       WHERE CASE
         WHEN t.occ_id IS NOT NULL THEN c.contact IS NOT NULL AND o.settled IS NOT TRUE
         WHEN w.seq > 0 THEN true
         ELSE NOT EXISTS (
           SELECT FROM engine.slot_ledger l WHERE l.year = left(w.slot, 4)::smallint
             AND l.schedule_id = w.schedule_id AND l.slot = w.slot
         ) AND EXISTS (
           SELECT FROM engine.schedule s WHERE s.id = w.schedule_id AND s.timing_rev = w.timing_rev
             AND s.paused_at IS NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL
         )
       END
       ORDER BY w.due_at LIMIT $4
     )
     SELECT * FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) AS snapshot LEFT JOIN found ON true`,
    [ranges.map((r) => r.shard), ranges.map((r) => r.from.toString()), ranges.map((r) => r.to.toString()), limit],
  );
  const found = rows.filter((row) => row.occ_id !== null);
  return {
    unclaimed: found.filter((row) => row.turn_at === null).map(readWakeup),
    unsettled: found.flatMap((row) =>
      row.turn_at === null
        ? []
        : [
            {
              wakeup: readWakeup(row),
              turnAt: row.turn_at,
              contact: row.contact,
              ageMs: row.age_ms,
              isRecordedUnknown: row.recorded === true,
            },
          ],
    ),
    snapshotXmin: rows[0]?.xmin ?? '0',
  };
}
