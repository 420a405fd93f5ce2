import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { instantArray, plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import { askedSince } from '../chain/pg-turn-context.ts';
import { isUnderWay, type PlannableSchedule, plannableColumns } from './pg-plan.ts';

const source = 'engine.schedule s JOIN people.recipient r ON r.id = s.person_id';

interface NewPlanning {
  id: ScheduleId;
  idleUntil: Temporal.Instant | 'for-ever' | null;
}

/**
 * Begins a new planning of schedules: wake-ups of older ones are wanted no more from this commit on. They are to be locked
 * already, or one alone. Each is found by its key, whatever the statistics say (docs/decisions/0050).
 * @returns the new timing_rev of each
 */
export async function bumpTimings(
  tx: Tx,
  plannings: readonly NewPlanning[],
  now: Temporal.Instant,
): Promise<Map<ScheduleId, number>> {
  const { rows } = await tx.query<{ id: ScheduleId; timing_rev: number }>(
    `UPDATE engine.schedule s SET timing_rev = s.timing_rev + 1, timing_since = $2, idle_until = k.idle_until
     FROM unnest($1::uuid[], $3::timestamptz[]) AS k (id, idle_until)
     WHERE s.id = k.id AND s.id = ANY($1::uuid[]) RETURNING s.id, s.timing_rev`,
    [uuidArray(plannings.map(({ id }) => id)), now.toString(), plainArray(plannings.map(idlenessOf))],
  );
  const timingRevs = new Map(rows.map(({ id, timing_rev }) => [id, timing_rev]));
  const unknown = plannings.find(({ id }) => !timingRevs.has(id));
  if (unknown) throw new Error(`Schedule ${unknown.id} to plan anew does not exist.`);
  return timingRevs;
}

function idlenessOf({ idleUntil }: NewPlanning): string {
  return idleUntil === 'for-ever' ? 'infinity' : (idleUntil?.toString() ?? '-infinity');
}

/** How far the engine has come with a schedule. */
export interface Reach {
  id: ScheduleId;
  createdAt: Temporal.Instant;
  /** Everything of its shard that was due before is explained. */
  watermark: Temporal.Instant;
  /** From here on nothing of its present timing is planned, but what it planned itself. */
  plannedUntil: Temporal.Instant;
}

/** Of each of these schedules. By key; reads only. */
export async function readReach(tx: Tx, ids: readonly ScheduleId[]): Promise<Map<ScheduleId, Reach>> {
  const { rows } = await tx.query<Reach>(
    `SELECT s.id, s.created_at AS "createdAt", sh.watermark, greatest(sh.planned_until, ${askedSince}) AS "plannedUntil"
     FROM engine.schedule s JOIN engine.shard sh ON sh.id = s.shard WHERE s.id = ANY($1::uuid[])`,
    [uuidArray(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface FirstWakeup {
  schedule: Pick<PlannableSchedule, 'id' | 'shard' | 'timingRev'>;
  occId: OccId;
  slot: string;
  dueAt: Temporal.Instant;
  /** No planner has come to it yet, so that it need not be stored. */
  isUnplanned: boolean;
}

/** Of these first wake-ups, those that stand and have not fired. By key; reads only. */
export async function readUnfired<Candidate extends FirstWakeup>(
  tx: Tx,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  if (candidates.length === 0) return [];
  const { rows } = await tx.query<{ place: number }>(
    `SELECT c.place::int - 1 AS place
     FROM unnest($1::uuid[], $2::smallint[], $3::int[], $4::uuid[], $5::text[], $6::timestamptz[], $7::boolean[])
       WITH ORDINALITY AS c (id, shard, timing_rev, occ_id, slot, due_at, is_unplanned, place)
     WHERE (c.is_unplanned OR EXISTS (SELECT FROM engine.wakeup w WHERE w.shard = c.shard AND w.lane IN (0, 1)
         AND w.due_at = c.due_at AND w.occ_id = c.occ_id AND w.seq = 0 AND w.timing_rev = c.timing_rev OFFSET 0))
       AND NOT EXISTS (SELECT FROM engine.slot_ledger l
         WHERE l.year = left(c.slot, 4)::smallint AND l.schedule_id = c.id AND l.slot = c.slot OFFSET 0)`,
    [
      uuidArray(candidates.map(({ schedule }) => schedule.id)),
      plainArray(candidates.map(({ schedule }) => schedule.shard)),
      plainArray(candidates.map(({ schedule }) => schedule.timingRev)),
      uuidArray(candidates.map(({ occId }) => occId)),
      textArray(candidates.map(({ slot }) => slot)),
      instantArray(candidates.map(({ dueAt }) => dueAt)),
      plainArray(candidates.map(({ isUnplanned }) => isUnplanned)),
    ],
  );
  return rows.flatMap(({ place }) => candidates[place] ?? []);
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
    [uuidArray(locked.map(({ id }) => id))],
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
