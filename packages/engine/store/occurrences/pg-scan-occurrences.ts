import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type OccId, shardCount } from '../../domain/occurrence-id.ts';
import type { OccurrencePosition, PageOrder } from '../../domain/occurrence-page.ts';
import { horizon } from '../wakeups/pg-wakeups.ts';
import type { FirstWakeup } from './pg-occurrences.ts';

/**
 * The branches of a list of occurrences, in its order. Each walks one index on from where the page before ended, sees
 * the transaction's tenant alone and returns at most `most` rows: what it costs does not depend on what is stored. They
 * read keys; whether such an occurrence stands, and how, is asked for those of a page (`readFired`, `readStanding`).
 */
export interface Scan {
  personId: PersonId | null;
  /** From it on. */
  from: Temporal.Instant | null;
  /** Before it. */
  to: Temporal.Instant | null;
  after: OccurrencePosition | null;
  order: PageOrder;
  /** Rows to look at. */
  most: number;
}

export interface ScannedTurn {
  day: string;
  occId: OccId;
  dueAt: Temporal.Instant;
  scheduleId: ScheduleId;
  /** As it began: open without a policy. Only its outcomes tell whether it has gone out. */
  isMessage: boolean;
}

/** $1 to $6: person, from, to, position, rows. Absent ones are constants to the planner, and fall away. */
const matches = (alias: string, order: PageOrder) => `
  ($1::uuid IS NULL OR ${alias}.person_id = $1)
  AND ($2::timestamptz IS NULL OR ${alias}.due_at >= $2) AND ($3::timestamptz IS NULL OR ${alias}.due_at < $3)
  AND ($4::timestamptz IS NULL OR (${alias}.due_at, ${alias}.occ_id) ${order === 'asc' ? '>' : '<'} ($4, $5::uuid))`;

const sorted = (order: PageOrder) => `ORDER BY due_at ${order}, occ_id ${order}`;

/** The local day of an occurrence is the UTC day it is due on, one before or one after; so months are pruned. */
const days = (order: PageOrder) => {
  const [from, to] = order === 'asc' ? ['greatest($2::timestamptz, $4)', '$3'] : ['$2', 'least($3::timestamptz, $4)'];
  return `(${from}::timestamptz IS NULL OR day >= ${from}::timestamptz::date - 2)
    AND (${to}::timestamptz IS NULL OR day <= ${to}::timestamptz::date + 2)`;
};

const parameters = ({ personId, from, to, after, most }: Scan) => [
  personId,
  from?.toString() ?? null,
  to?.toString() ?? null,
  after?.dueAt ?? null,
  after?.occId ?? null,
  most,
];

/** First turns, by (tenant, due time) or (tenant, person, due time). */
export async function scanFirstTurns(tx: Tx, scan: Scan): Promise<ScannedTurn[]> {
  const { rows } = await tx.query<ScannedTurn>(
    `SELECT day, occ_id AS "occId", due_at AS "dueAt", schedule_id AS "scheduleId",
       state = 'open' AND NOT awaits_answer AS "isMessage"
     FROM engine.turn t WHERE seq = 0 AND ${matches('t', scan.order)} AND ${days(scan.order)}
     ${sorted(scan.order)} LIMIT $6`,
    parameters(scan),
  );
  return rows;
}

/**
 * The same, of what has failed or was missed, by an index that holds such turns alone; null where there are more of them than are worth
 * looking up, and walking along all first turns finds them as soon.
 */
export async function scanBadlyEnded(tx: Tx, scan: Scan, worthLookingUp: number): Promise<ScannedTurn[] | null> {
  const { rows: ended } = await tx.query<{ day: string; occId: OccId }>(
    `SELECT day, occ_id AS "occId" FROM engine.turn t
     WHERE state IN ('failed', 'missed') AND ($1::timestamptz IS NULL OR at >= $1)
       AND ($1::timestamptz IS NULL OR day >= $1::timestamptz::date - 2)
       AND ($2::timestamptz IS NULL OR day <= $2::timestamptz::date + 2) LIMIT $3`,
    [scan.from?.toString() ?? null, scan.to?.toString() ?? null, worthLookingUp + 1],
  );
  if (ended.length > worthLookingUp) return null;
  const { rows } = await tx.query<ScannedTurn>(
    `SELECT t.day, t.occ_id AS "occId", t.due_at AS "dueAt", t.schedule_id AS "scheduleId", false AS "isMessage"
     FROM (SELECT DISTINCT day, occ_id FROM unnest($7::date[], $8::uuid[]) AS k (day, occ_id)) b
     CROSS JOIN LATERAL (
       SELECT day, occ_id, due_at, schedule_id FROM engine.turn t
       WHERE day = b.day AND occ_id = b.occ_id AND seq = 0 AND ${matches('t', scan.order)} OFFSET 0
     ) t ORDER BY t.due_at ${scan.order}, t.occ_id ${scan.order} LIMIT $6`,
    [...parameters(scan), ended.map(({ day }) => day), ended.map(({ occId }) => occId)],
  );
  return rows;
}

/** What waits for a person or for the end of a snooze, by the small table of those. */
export async function scanOpen(tx: Tx, scan: Scan): Promise<Omit<ScannedTurn, 'isMessage'>[]> {
  const { rows } = await tx.query<Omit<ScannedTurn, 'isMessage'>>(
    `SELECT day, occ_id AS "occId", due_at AS "dueAt", schedule_id AS "scheduleId"
     FROM engine.open_occurrence o WHERE ${matches('o', scan.order)} ${sorted(scan.order)} LIMIT $6`,
    parameters(scan),
  );
  return rows;
}

const firstWakeup = `day, occ_id AS "occId", schedule_id AS "scheduleId", person_id AS "personId", slot,
  due_at AS "dueAt", timing_rev AS "timingRev"`;

/** First wake-ups beyond the horizon, by (tenant, due time) or (tenant, person, due time). */
export async function scanFarWakeups(tx: Tx, scan: Scan): Promise<FirstWakeup[]> {
  const { rows } = await tx.query<FirstWakeup>(
    `SELECT ${firstWakeup} FROM engine.wakeup_far w WHERE seq = 0 AND ${matches('w', scan.order)}
     ${sorted(scan.order)} LIMIT $6`,
    parameters(scan),
  );
  return rows;
}

/**
 * First wake-ups up to the horizon, shard by shard by the primary key, from each shard's watermark on: what is due
 * before is explained. An index by tenant would cost the planner's insert a seventh; so the rows of other tenants that
 * are due between two of ours are passed, and of one person only what is due already is to be read here.
 */
export async function scanNearWakeups(
  tx: Tx,
  scan: Scan,
  { shards, now }: { shards: readonly number[] | null; now: Temporal.Instant },
): Promise<FirstWakeup[]> {
  const { rows } = await tx.query<FirstWakeup>(
    `SELECT ${firstWakeup} FROM engine.shard s CROSS JOIN unnest(ARRAY[0, 1]::smallint[]) AS l (lane)
     CROSS JOIN LATERAL (
       SELECT * FROM engine.wakeup w
       WHERE w.shard = s.id AND w.lane = l.lane AND w.seq = 0 AND w.due_at >= s.watermark AND w.due_at <= $8
         AND ${matches('w', scan.order)}
       ${sorted(scan.order)} LIMIT $6
     ) w
     WHERE s.id = ANY($7::smallint[]) ${sorted(scan.order)} LIMIT $6`,
    [...parameters(scan), shards ?? everyShard, now.add(horizon).toString()],
  );
  return rows;
}

const everyShard = Array.from({ length: shardCount }, (_, shard) => shard);

/** Those of the given first wake-ups that are planned, each by its whole key. */
export async function findNearWakeups(
  tx: Tx,
  wakeups: readonly { shard: number; dueAt: Temporal.Instant; occId: OccId }[],
): Promise<FirstWakeup[]> {
  if (wakeups.length === 0) return [];
  const { rows } = await tx.query<FirstWakeup>(
    `SELECT ${firstWakeup} FROM unnest($1::smallint[], $2::timestamptz[], $3::uuid[]) AS k (shard, due, occ)
     CROSS JOIN LATERAL (
       SELECT * FROM engine.wakeup
       WHERE shard = k.shard AND lane IN (0, 1) AND due_at = k.due AND occ_id = k.occ AND seq = 0 OFFSET 0
     ) w`,
    [
      wakeups.map(({ shard }) => shard),
      wakeups.map(({ dueAt }) => dueAt.toString()),
      wakeups.map(({ occId }) => occId),
    ],
  );
  return rows;
}
