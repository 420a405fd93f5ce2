import type { PersonId, PolicyId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Rule } from '../domain/timing.ts';

export interface ScheduleRecord {
  id: ScheduleId;
  shard: number;
  personId: PersonId;
  personName: string;
  /** The zone that counts: the schedule's own, or the person's. */
  zone: string;
  kind: string;
  title: string;
  body: string | null;
  rule: Rule;
  localTime: string | null;
  timeZone: string;
  policyId: PolicyId | null;
  importance: string;
  lateLimit: string;
  timingRev: number;
  createdAt: Temporal.Instant;
}

const columns = `s.id, s.shard, s.person_id AS "personId", r.name AS "personName",
  CASE s.time_zone WHEN 'person' THEN r.time_zone ELSE s.time_zone END AS zone, s.kind, s.title, s.body, s.rule,
  s.local_time AS "localTime", s.time_zone AS "timeZone", s.policy_id AS "policyId", s.importance,
  s.late_limit AS "lateLimit", s.timing_rev AS "timingRev", s.created_at AS "createdAt"`;
const source = 'engine.schedule s JOIN people.recipient r ON r.id = s.person_id';

/** A schedule of the transaction's tenant, or null. */
export async function readSchedule(tx: Tx, id: ScheduleId): Promise<ScheduleRecord | null> {
  const { rows } = await tx.query<ScheduleRecord>(
    `SELECT ${columns} FROM ${source} WHERE s.id = $1 AND s.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

export interface SchedulePosition {
  createdAt: string;
  id: string;
}

/** Newest first; one row more than `limit` where there are more. */
export async function listSchedules(
  tx: Tx,
  options: { limit: number; after: SchedulePosition | undefined; personId: PersonId | undefined },
): Promise<ScheduleRecord[]> {
  const { rows } = await tx.query<ScheduleRecord>(
    `SELECT ${columns} FROM ${source}
     WHERE s.deleted_at IS NULL AND ($1::uuid IS NULL OR s.person_id = $1)
       AND ($2::timestamptz IS NULL OR (s.created_at, s.id) < ($2, $3::uuid))
     ORDER BY s.created_at DESC, s.id DESC LIMIT $4`,
    [options.personId ?? null, options.after?.createdAt ?? null, options.after?.id ?? null, options.limit + 1],
  );
  return rows;
}

export async function insertSchedule(tx: Tx, tenantId: TenantId, schedule: ScheduleRecord): Promise<void> {
  await tx.query(
    `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, body, rule, recurring, local_time,
       time_zone, policy_id, importance, late_limit, timing_rev, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
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
    ],
  );
}
