import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { plainArray } from '@belfry/platform/array-literals';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';
import { isUnderWay, type PlannableSchedule, plannableColumns } from './pg-plan.ts';

const source = 'engine.schedule s JOIN people.recipient r ON r.id = s.person_id';

/**
 * Begins a new planning of a schedule: wake-ups of older ones are wanted no more from this commit on.
 * Locks the schedule's row. @returns the new timing_rev
 */
export async function bumpTiming(
  tx: Tx,
  id: ScheduleId,
  now: Temporal.Instant,
  idleUntil: Temporal.Instant | 'for-ever' | null,
): Promise<number> {
  const { rows } = await tx.query<{ timing_rev: number }>(
    `UPDATE engine.schedule SET timing_rev = timing_rev + 1, timing_since = $2, idle_until = $3 WHERE id = $1
     RETURNING timing_rev`,
    [id, now.toString(), idleUntil === 'for-ever' ? 'infinity' : (idleUntil?.toString() ?? '-infinity')],
  );
  const [row] = rows;
  if (!row) throw new Error(`Schedule ${id} to plan anew does not exist.`);
  return row.timing_rev;
}

/** Of these first wake-ups, the slots of those that are stored and have not fired. By key; reads only. */
export async function readUnfired(
  tx: Tx,
  schedule: Pick<PlannableSchedule, 'id' | 'shard' | 'timingRev'>,
  candidates: readonly { occId: OccId; slot: string; dueAt: Temporal.Instant }[],
): Promise<Set<string>> {
  if (candidates.length === 0) return new Set();
  const { rows } = await tx.query<{ slot: string }>(
    `SELECT c.slot FROM unnest($4::uuid[], $5::text[], $6::timestamptz[]) AS c (occ_id, slot, due_at)
     WHERE EXISTS (SELECT FROM engine.wakeup w WHERE w.shard = $2 AND w.lane IN (0, 1) AND w.due_at = c.due_at
         AND w.occ_id = c.occ_id AND w.seq = 0 AND w.timing_rev = $3 OFFSET 0)
       AND NOT EXISTS (SELECT FROM engine.slot_ledger l
         WHERE l.year = left(c.slot, 4)::smallint AND l.schedule_id = $1 AND l.slot = c.slot OFFSET 0)`,
    [
      schedule.id,
      schedule.shard,
      schedule.timingRev,
      candidates.map(({ occId }) => occId),
      candidates.map(({ slot }) => slot),
      candidates.map(({ dueAt }) => dueAt.toString()),
    ],
  );
  return new Set(rows.map(({ slot }) => slot));
}

/** What is stored of the present planning from `from` on and has not fired, by schedule. Reads a stretch of the shard. */
export async function readPlannedSlots(
  tx: Tx,
  shard: number,
  ids: readonly ScheduleId[],
  from: Temporal.Instant,
): Promise<Map<ScheduleId, { slot: string; dueAt: Temporal.Instant }[]>> {
  const { rows } = await tx.query<{ id: ScheduleId; slot: string; dueAt: Temporal.Instant }>(
    `SELECT s.id, w.slot, w.due_at AS "dueAt" FROM (
       SELECT schedule_id, slot, due_at, timing_rev FROM engine.wakeup
       WHERE shard = $1 AND lane IN (0, 1) AND due_at >= $3 AND seq = 0 AND schedule_id = ANY($2::uuid[])
       UNION ALL
       SELECT schedule_id, slot, due_at, timing_rev FROM engine.wakeup_far
       WHERE shard = $1 AND seq = 0 AND schedule_id = ANY($2::uuid[])
     ) w JOIN engine.schedule s ON s.id = w.schedule_id AND s.timing_rev = w.timing_rev
     WHERE NOT EXISTS (SELECT FROM engine.slot_ledger l
       WHERE l.year = left(w.slot, 4)::smallint AND l.schedule_id = w.schedule_id AND l.slot = w.slot OFFSET 0)`,
    [shard, ids, from.toString()],
  );
  const bySchedule = Map.groupBy(rows, ({ id }) => id);
  return new Map([...bySchedule].map(([id, planned]) => [id, planned.map(({ slot, dueAt }) => ({ slot, dueAt }))]));
}

/** The next schedules of a shard, by id, whose instants depend on zone data; each row is locked. */
export async function lockZoned(tx: Tx, shard: number, after: string, limit: number): Promise<PlannableSchedule[]> {
  const { rows } = await tx.query<{ id: ScheduleId }>(
    `SELECT s.id FROM ${source}
     WHERE s.shard = $1 AND s.id > $2 AND (s.recurring OR s.rule ? 'localDate') AND ${isUnderWay}
     ORDER BY s.id LIMIT $3 FOR NO KEY UPDATE OF s`,
    [shard, after, limit],
  );
  return readLocked(tx, rows);
}

/**
 * Of schedules that an earlier statement has locked: having waited for the move of their person, that one would still read
 * the zone of before.
 */
async function readLocked(tx: Tx, locked: readonly { id: ScheduleId }[]): Promise<PlannableSchedule[]> {
  if (locked.length === 0) return [];
  const { rows } = await tx.query<PlannableSchedule>(
    `SELECT ${plannableColumns} FROM ${source} WHERE s.id = ANY($1::uuid[]) ORDER BY s.id`,
    [plainArray(locked.map(({ id }) => id))],
  );
  return rows;
}

export interface FollowingSchedule extends PlannableSchedule {
  /** It has no zone of its own. */
  followsZone: boolean;
}

/**
 * A person's schedules under way whose instants follow what changed of the person. All that may yet go on are locked: one
 * that is being resumed, or edited to follow the person, was planned with the person of before.
 */
export async function lockFollowing(
  tx: Tx,
  personId: PersonId,
  changed: { zone: boolean; dates: boolean },
): Promise<FollowingSchedule[]> {
  await tx.query(
    `SELECT FROM engine.schedule WHERE person_id = $1 AND finished_at IS NULL AND deleted_at IS NULL
     ORDER BY id FOR NO KEY UPDATE`,
    [personId],
  );
  const { rows } = await tx.query<FollowingSchedule>(
    `SELECT ${plannableColumns}, s.time_zone = 'person' AS "followsZone" FROM ${source}
     WHERE s.person_id = $1 AND ${isUnderWay}
       AND NOT s.rule ? 'at' AND (($2 AND s.time_zone = 'person') OR ($3 AND s.rule ->> 'type' = 'annual'))
     ORDER BY s.id`,
    [personId, changed.zone, changed.dates],
  );
  return rows;
}

/**
 * The next schedules, by id, that name a holiday calendar; each row is locked. Paused ones too, for one may be being
 * resumed with the holidays of before.
 */
export async function lockNaming(
  tx: Tx,
  tenantId: string,
  calendarId: string,
  after: string,
  limit: number,
): Promise<PlannableSchedule[]> {
  const { rows } = await tx.query<{ id: ScheduleId }>(
    `SELECT s.id FROM ${source}
     WHERE s.tenant_id = $1 AND s.id > $3 AND s.rule ? 'excludeHolidays' AND s.rule -> 'excludeHolidays' ? $2
       AND s.finished_at IS NULL AND s.deleted_at IS NULL AND r.deleted_at IS NULL
     ORDER BY s.id LIMIT $4 FOR NO KEY UPDATE OF s`,
    [tenantId, calendarId, after, limit],
  );
  return readLocked(tx, rows);
}

/** Notes with which zone data a shard is planned, as long as the fence holds. */
export async function moveZoneData(tx: Tx, shard: number, fence: string, tzVersion: string): Promise<void> {
  await tx.query('UPDATE engine.shard SET tz_version = $3 WHERE id = $1 AND fence = $2', [shard, fence, tzVersion]);
}

/** All schedules of a person that are under way; each row is locked. */
export async function lockUnderWayOf(tx: Tx, personId: PersonId): Promise<PlannableSchedule[]> {
  const { rows } = await tx.query<PlannableSchedule>(
    `SELECT ${plannableColumns} FROM ${source} WHERE s.person_id = $1 AND ${isUnderWay}
     ORDER BY s.id FOR NO KEY UPDATE OF s`,
    [personId],
  );
  return rows;
}
