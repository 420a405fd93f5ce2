import type { PersonId, PolicyId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { TimingFacts } from '../../domain/timing/timing-of.ts';
import { isDigest } from '../chain/pg-turn-context.ts';

export interface ScheduleRecord extends TimingFacts {
  id: ScheduleId;
  shard: number;
  personId: PersonId;
  personName: string;
  kind: string;
  title: string;
  body: string | null;
  /** The system that keeps it and writes its words; null: whoever made it does. */
  author: string | null;
  /** `person`, or an IANA zone. */
  timeZone: string;
  policyId: PolicyId | null;
  importance: string;
  lateLimit: string;
  timingRev: number;
  version: number;
  createdAt: Temporal.Instant;
  pausedAt: Temporal.Instant | null;
  finishedAt: Temporal.Instant | null;
}

/** SQL over a schedule `s` and its recipient `r`: the facts that `timingOf` takes. */
export const timingColumns = `s.rule, s.local_time AS "localTime",
  CASE s.time_zone WHEN 'person' THEN r.time_zone ELSE s.time_zone END AS zone,
  r.birth_date AS "birthDate", r.anniversary_date AS "anniversaryDate", r.dates`;

const columns = `s.id, s.shard, s.person_id AS "personId", r.name AS "personName", s.kind, s.title, s.body, s.author,
  ${timingColumns}, s.time_zone AS "timeZone", s.policy_id AS "policyId", s.importance,
  s.late_limit AS "lateLimit", s.timing_rev AS "timingRev", s.version, s.created_at AS "createdAt",
  s.paused_at AS "pausedAt", s.finished_at AS "finishedAt"`;
const source = 'engine.schedule s JOIN people.recipient r ON r.id = s.person_id';

/** A schedule of the transaction's tenant, or null. */
export async function readSchedule(tx: Tx, id: ScheduleId): Promise<ScheduleRecord | null> {
  const { rows } = await tx.query<ScheduleRecord>(
    `SELECT ${columns} FROM ${source} WHERE s.id = $1 AND s.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/** The same, locked until the transaction ends: whoever changes a schedule first waits here for whoever is at it. */
export async function lockSchedule(tx: Tx, id: ScheduleId): Promise<ScheduleRecord | null> {
  await tx.query('SELECT FROM engine.schedule WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return readSchedule(tx, id);
}

export interface SchedulePosition {
  createdAt: string;
  id: string;
}

/** Newest first; one row more than `limit` where there are more. */
export async function listSchedules(
  tx: Tx,
  options: {
    limit: number;
    after: SchedulePosition | undefined;
    personId?: PersonId | undefined;
    policyId?: PolicyId | undefined;
    holidayCalendarId?: string | undefined;
    /** Of those that a system keeps, its; without one, those that somebody made. */
    author?: string | undefined;
  },
): Promise<ScheduleRecord[]> {
  const { rows } = await tx.query<ScheduleRecord>(
    `SELECT ${columns} FROM ${source}
     WHERE s.deleted_at IS NULL AND NOT ${isDigest} AND ($1::uuid IS NULL OR s.person_id = $1)
       AND ($6::uuid IS NULL OR s.policy_id = $6)
       AND ($7::text IS NULL OR (s.rule ? 'excludeHolidays' AND s.rule -> 'excludeHolidays' ? $7))
       AND ${options.author === undefined ? 's.author IS NULL AND $5::text IS NULL' : 's.author = $5'}
       AND ($2::timestamptz IS NULL OR (s.created_at, s.id) < ($2, $3::uuid))
     ORDER BY s.created_at DESC, s.id DESC LIMIT $4`,
    [
      options.personId ?? null,
      options.after?.createdAt ?? null,
      options.after?.id ?? null,
      options.limit + 1,
      options.author ?? null,
      options.policyId ?? null,
      options.holidayCalendarId ?? null,
    ],
  );
  return rows;
}

/** Whose a schedule is, deleted or not; null where there is none. */
export async function readSchedulePerson(tx: Tx, id: ScheduleId): Promise<PersonId | null> {
  const { rows } = await tx.query<{ personId: PersonId }>(
    'SELECT person_id AS "personId" FROM engine.schedule WHERE id = $1',
    [id],
  );
  return rows[0]?.personId ?? null;
}

/** A person's schedules that are under way, neither paused nor finished, in the order of their ids. */
export async function listUnderWay(
  tx: Tx,
  personId: PersonId,
  { after, limit }: { after: ScheduleId | undefined; limit: number },
): Promise<ScheduleRecord[]> {
  const { rows } = await tx.query<ScheduleRecord>(
    `SELECT ${columns} FROM ${source}
     WHERE s.person_id = $1 AND s.deleted_at IS NULL AND s.paused_at IS NULL AND s.finished_at IS NULL
       AND ($2::uuid IS NULL OR s.id > $2)
     ORDER BY s.id LIMIT $3`,
    [personId, after ?? null, limit],
  );
  return rows;
}

export async function insertSchedule(
  tx: Tx,
  tenantId: TenantId,
  schedule: ScheduleRecord,
  idle: Temporal.Instant | 'for-ever' | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, body, rule, recurring, local_time,
       time_zone, policy_id, importance, late_limit, timing_rev, created_at, idle_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      schedule.id,
      tenantId,
      schedule.shard,
      schedule.personId,
      schedule.kind,
      schedule.title,
      schedule.body,
      JSON.stringify(schedule.rule),
      schedule.rule.type !== 'once',
      schedule.localTime,
      schedule.timeZone,
      schedule.policyId,
      schedule.importance,
      schedule.lateLimit,
      schedule.timingRev,
      schedule.createdAt.toString(),
      idle === 'for-ever' ? 'infinity' : (idle?.toString() ?? '-infinity'),
    ],
  );
}

/** Writes what an edit may change, and counts it. */
export async function updateSchedule(tx: Tx, schedule: ScheduleRecord): Promise<void> {
  await tx.query(
    `UPDATE engine.schedule SET kind = $2, title = $3, body = $4, rule = $5, recurring = $6, local_time = $7,
       time_zone = $8, policy_id = $9, importance = $10, late_limit = $11, version = version + 1 WHERE id = $1`,
    [
      schedule.id,
      schedule.kind,
      schedule.title,
      schedule.body,
      JSON.stringify(schedule.rule),
      schedule.rule.type !== 'once',
      schedule.localTime,
      schedule.timeZone,
      schedule.policyId,
      schedule.importance,
      schedule.lateLimit,
    ],
  );
}

/** Pauses, finishes or deletes as of `at`, or resumes with null. */
export async function markSchedule(
  tx: Tx,
  id: ScheduleId,
  mark: 'paused_at' | 'finished_at' | 'deleted_at',
  at: Temporal.Instant | null,
): Promise<void> {
  await tx.query(`UPDATE engine.schedule SET ${mark} = $2, version = version + 1 WHERE id = $1`, [
    id,
    at?.toString() ?? null,
  ]);
}

export async function isDeleted(tx: Tx, id: ScheduleId): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM engine.schedule WHERE id = $1 AND deleted_at IS NOT NULL', [id]);
  return rowCount === 1;
}
