import { compareInstants } from '@belfry/kernel/instants';
import type pg from 'pg';
import type { Contact } from '../../domain/occurrence.ts';
import { lowestUnseen, type Unseen, unseenBy } from '../../domain/unseen.ts';
import type { WakeupKey } from '../../domain/wakeup-key.ts';
import { lateRows } from './late-rows.ts';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from './pg-wakeups.ts';
import { wantsTurn } from './wakeup-conditions.ts';

/** A wake-up that the audit cannot explain, with the transaction that inserted it. */
interface OpenWakeup extends Wakeup {
  insertedXid: bigint;
}

/** A contact of a claimed turn that has no outcome, or only one that says nobody knows. */
export interface Unsettled {
  wakeup: OpenWakeup;
  turnAt: Temporal.Instant;
  contact: Contact;
  /** Real milliseconds since the claim, or since the unknown was written down. */
  ageMs: number;
  isRecordedUnknown: boolean;
}

export interface AuditReport {
  /** Due, and yet without a turn. */
  unclaimed: OpenWakeup[];
  unsettled: Unsettled[];
  /** Whose rows were not visible to this audit. */
  unseen: Unseen;
  /** Where the report is full of one of them: it holds everything due before this instant. */
  cutAt: Temporal.Instant | null;
}

/**
 * Of one lane of a shard: what stands from the key `from` on, up to and including the key `to`; and what was inserted
 * before it by transactions that are `unseen`.
 */
export interface AuditRange {
  shard: number;
  lane: number;
  from: WakeupKey;
  to: WakeupKey;
  unseen: Unseen;
}

const columns = `${wakeupColumns}, inserted_xid`;
const qualified = columns.replaceAll(/(\w+)/g, 'w.$1');

type AuditRow = WakeupRow & {
  inserted_xid: string;
  snapshot: string;
  turn_at: Temporal.Instant | null;
  /** null of what is unclaimed. */
  contact: Contact | null;
  age_ms: number;
  recorded: boolean;
};

/**
 * Checks a range of wake-ups against turns and outcomes, whoever made them: what was read and lost, whose owner died
 * between claim and outcome, whose end is unknown. Reads only, oldest first, and at most `limit` of what is
 * unclaimed and of what has no end by each channel: much that stands unclaimed, for the tokens of a rate say, must not hide
 * what has no end, nor what a provider cannot be asked about another's. A turn has a row for each open contact.
 * The laterals (and OFFSET 0) hold the planner to look-ups by key: a join of whole tables would read all of history. The
 * late rows are found as in `readDue`.
 */
export async function audit(pool: pg.Pool, ranges: readonly AuditRange[], limit: number): Promise<AuditReport> {
  const from = ranges.map((range) => range.from.dueAt).toSorted(compareInstants);
  const to = ranges.map((range) => range.to.dueAt).toSorted(compareInstants);
  const late = lateRows(
    wakeupColumns,
    ranges.map((range) => range.unseen),
    { dueBy: '$8', place: 14 },
  );
  const { rows } = await pool.query<AuditRow>(
    `WITH ranges AS (
       SELECT * FROM unnest($1::smallint[], $9::smallint[], $2::timestamptz[], $12::uuid[], $13::int[],
         $3::timestamptz[], $10::uuid[], $11::int[], $4::bigint[])
         AS r (shard, lane, lower, lower_occ, lower_seq, upper, upper_occ, upper_seq, since_xid)
     ), due AS (
       SELECT ${qualified} FROM ranges r CROSS JOIN LATERAL (
         SELECT ${columns} FROM engine.wakeup
         WHERE shard = r.shard AND lane = r.lane AND due_at >= $6 AND due_at >= r.lower AND due_at <= $7
           AND (due_at, occ_id, seq) >= (r.lower, r.lower_occ, r.lower_seq)
           AND (due_at, occ_id, seq) <= (r.upper, r.upper_occ, r.upper_seq)
         OFFSET 0
       ) w
     ), late AS (
       SELECT ${qualified} FROM (${late.sql}) w
       JOIN ranges r ON r.shard = w.shard AND r.lane = w.lane
       WHERE w.inserted_xid >= r.since_xid AND (w.due_at, w.occ_id, w.seq) < (r.lower, r.lower_occ, r.lower_seq)
     ), found AS (
       SELECT ${qualified}, t.at AS turn_at, c.contact, o.recorded,
         extract(epoch FROM clock_timestamp() - coalesce(o.recorded_at, t.claimed_at))::float8 * 1000 AS age_ms
       FROM (SELECT * FROM due UNION ALL SELECT * FROM late) w
       LEFT JOIN LATERAL (
         SELECT * FROM engine.turn WHERE day = w.day AND occ_id = w.occ_id AND seq = w.seq OFFSET 0
       ) t ON true
       LEFT JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact) ON c.contact ->> 'address' IS NOT NULL
       LEFT JOIN LATERAL (
         SELECT recorded_at, true AS recorded, NOT (status = 'unknown' AND code = 'pending-look-up') AS settled
         FROM engine.outcome
         WHERE day = t.day AND occ_id = t.occ_id AND seq = t.seq AND target = (c.contact ->> 'target')::smallint
         ORDER BY n DESC LIMIT 1
       ) o ON c.contact IS NOT NULL
       WHERE CASE WHEN t.occ_id IS NULL THEN ${wantsTurn} ELSE c.contact IS NOT NULL AND o.settled IS NOT TRUE END
     ), placed AS (
       SELECT *, row_number() OVER (PARTITION BY contact ->> 'channel' ORDER BY due_at) AS place FROM found
     )
     SELECT * FROM (SELECT pg_current_snapshot()::text AS snapshot) AS snapshot
     LEFT JOIN placed ON place <= $5 ORDER BY due_at, occ_id, seq`,
    [
      ranges.map((range) => range.shard),
      ranges.map((range) => range.from.dueAt.toString()),
      ranges.map((range) => range.to.dueAt.toString()),
      ranges.map((range) => lowestUnseen(range.unseen)),
      limit,
      from.at(0)?.toString(),
      to.at(-1)?.toString(),
      from.at(-1)?.toString(),
      ranges.map((range) => range.lane),
      ranges.map((range) => range.to.occId),
      ranges.map((range) => range.to.seq),
      ranges.map((range) => range.from.occId),
      ranges.map((range) => range.from.seq),
      ...late.values,
    ],
  );
  return readReport(rows, limit);
}

function readReport(rows: readonly AuditRow[], limit: number): AuditReport {
  const found = rows.filter((row) => row.occ_id !== null);
  const parts = Map.groupBy(found, ({ contact }) => contact?.channel ?? null);
  const cuts = [...parts.values()].flatMap((part) => {
    const dueAts = part.map((row) => row.due_at);
    return dueAts.length < limit ? [] : (dueAts.toSorted(compareInstants).at(-1) ?? []);
  });
  return {
    unclaimed: found.filter((row) => row.turn_at === null).map(readOpenWakeup),
    unsettled: found.flatMap((row) =>
      row.turn_at === null || row.contact === null
        ? []
        : [
            {
              wakeup: readOpenWakeup(row),
              turnAt: row.turn_at,
              contact: row.contact,
              ageMs: row.age_ms,
              isRecordedUnknown: row.recorded === true,
            },
          ],
    ),
    unseen: unseenBy(rows[0]?.snapshot ?? ''),
    cutAt: cuts.toSorted(compareInstants).at(0) ?? null,
  };
}

function readOpenWakeup(row: AuditRow): OpenWakeup {
  return { ...readWakeup(row), insertedXid: BigInt(row.inserted_xid) };
}
