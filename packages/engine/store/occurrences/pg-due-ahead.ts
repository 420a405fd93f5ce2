import type { PersonId, PolicyId, ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { lanes } from '../../domain/lane.ts';
import { type OccId, shardCount, shardOf } from '../../domain/occurrence-id.ts';
import { isToCome } from '../wakeups/wakeup-conditions.ts';

/** An occurrence that is planned and has not begun. */
export interface DueAhead {
  day: string;
  occId: OccId;
  dueAt: Temporal.Instant;
  personId: PersonId;
  scheduleId: ScheduleId;
  title: string;
  zone: string;
  /** What it would begin with. */
  policyId: PolicyId | null;
}

export interface DuePosition {
  dueAt: string;
  occId: string;
}

export interface DueScan {
  due: DueAhead[];
  /** The last wake-up that was looked at, wanted or not; null where there is none behind it. */
  reached: DuePosition | null;
}

/** A tenant with more schedules than that has some in nearly every shard. */
const mostSchedulesRead = 1000;

interface ScanRow extends Omit<DueAhead, 'dueAt'> {
  due_at: Temporal.Instant;
  is_wanted: boolean;
}

/**
 * Looks at the next `limit` planned wake-ups of the transaction's tenant, from `from` on and until `until`, soonest first,
 * and answers those whose occurrence still stands. By the primary key: each lane of each shard in which the tenant has schedules gives
 * its next ones, so the cost depends on `limit` and on what other tenants have in those shards until then, not on what is
 * stored besides. Reads only, and no further than is planned: 36 hours at the least.
 * Of one occurrence's wake-ups for one instant the newest plan stands first; the older ones are wanted no more.
 */
export async function scanDueAhead(
  tx: Tx,
  options: { from: DuePosition; until: Temporal.Instant; personId: PersonId | undefined; limit: number },
): Promise<DueScan> {
  const { from, until, personId, limit } = options;
  const shards = personId ? [shardOf(personId)] : await shardsOfTenant(tx);
  const { rows } = await tx.query<ScanRow>(
    `WITH due AS MATERIALIZED (
       SELECT w.* FROM unnest($1::smallint[]) AS s (shard) CROSS JOIN unnest($7::smallint[]) AS l (lane) CROSS JOIN LATERAL (
         SELECT day, occ_id, seq, due_at, schedule_id, person_id, slot, timing_rev FROM engine.wakeup
         WHERE shard = s.shard AND lane = l.lane AND due_at >= $2 AND (due_at, occ_id) >= ($2, $3::uuid) AND due_at <= $4
           AND seq = 0 AND ($5::uuid IS NULL OR person_id = $5)
         ORDER BY due_at, occ_id, timing_rev DESC LIMIT $6
       ) w ORDER BY w.due_at, w.occ_id, w.timing_rev DESC LIMIT $6
     )
     SELECT w.day, w.occ_id AS "occId", w.due_at, w.person_id AS "personId", w.schedule_id AS "scheduleId", s.title,
       CASE s.time_zone WHEN 'person' THEN r.time_zone ELSE s.time_zone END AS zone, s.policy_id AS "policyId",
       ${isToCome} AS is_wanted
     FROM due w
     CROSS JOIN LATERAL (SELECT * FROM engine.schedule WHERE id = w.schedule_id OFFSET 0) s
     CROSS JOIN LATERAL (SELECT time_zone FROM people.recipient WHERE id = w.person_id OFFSET 0) r
     ORDER BY w.due_at, w.occ_id, w.timing_rev DESC`,
    [shards, from.dueAt, from.occId, until.toString(), personId ?? null, limit, lanes],
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    due: rows.flatMap(({ is_wanted: isWanted, due_at: dueAt, ...row }) => (isWanted ? [{ ...row, dueAt }] : [])),
    reached: last ? { dueAt: last.due_at.toString(), occId: last.occId } : null,
  };
}

async function shardsOfTenant(tx: Tx): Promise<number[]> {
  const { rows } = await tx.query<{ shard: number }>(
    'SELECT shard FROM engine.schedule ORDER BY created_at, id LIMIT $1',
    [mostSchedulesRead],
  );
  if (rows.length === mostSchedulesRead) return Array.from({ length: shardCount }, (_, shard) => shard);
  return [...new Set(rows.map(({ shard }) => shard))];
}
