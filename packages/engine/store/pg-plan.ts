import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { Rule } from '../domain/timing.ts';
import { wakeupColumns } from './pg-wakeups.ts';

export interface ShardPlan {
  shard: number;
  plannedUntil: Temporal.Instant;
}

/** Of these shards, those planned no further than `until`. */
export async function readShardsToPlan(
  pool: pg.Pool,
  shards: readonly number[],
  until: Temporal.Instant,
): Promise<ShardPlan[]> {
  const { rows } = await pool.query<{ id: number; planned_until: Temporal.Instant }>(
    'SELECT id, planned_until FROM engine.shard WHERE id = ANY($1::smallint[]) AND planned_until <= $2 ORDER BY id',
    [shards, until.toString()],
  );
  return rows.map((row) => ({ shard: row.id, plannedUntil: row.planned_until }));
}

export interface RecurringSchedule {
  id: ScheduleId;
  tenantId: TenantId;
  personId: PersonId;
  rule: Rule;
  localTime: string | null;
  zone: TimeZone;
  timingRev: number;
  createdAt: Temporal.Instant;
}

/** The recurring schedules of a shard that are under way, each with the zone that counts today. */
export async function readRecurring(tx: Tx, shard: number): Promise<RecurringSchedule[]> {
  const { rows } = await tx.query<RecurringSchedule>(
    `SELECT s.id, s.tenant_id AS "tenantId", s.person_id AS "personId", s.rule, s.local_time AS "localTime",
       CASE s.time_zone WHEN 'person' THEN r.time_zone ELSE s.time_zone END AS zone,
       s.timing_rev AS "timingRev", s.created_at AS "createdAt"
     FROM engine.schedule s JOIN people.recipient r ON r.id = s.person_id
     WHERE s.shard = $1 AND s.recurring AND s.paused_at IS NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL
       AND r.deleted_at IS NULL`,
    [shard],
  );
  return rows;
}

/** Moves what has come within reach out of wakeup_far; idempotent, in key order. */
export async function moveFarWakeups(tx: Tx, shard: number, until: Temporal.Instant): Promise<void> {
  await tx.query(
    `WITH moved AS (DELETE FROM engine.wakeup_far WHERE shard = $1 AND due_at <= $2 RETURNING ${wakeupColumns})
     INSERT INTO engine.wakeup (${wakeupColumns})
     SELECT ${wakeupColumns} FROM moved ORDER BY shard, lane, due_at, occ_id, seq, timing_rev ON CONFLICT DO NOTHING`,
    [shard, until.toString()],
  );
}

/** Earliest due time in wakeup_far up to `until`: partitions must exist from there on before it is moved. */
export async function earliestFar(tx: Tx, shard: number, until: Temporal.Instant): Promise<Temporal.Instant | null> {
  const { rows } = await tx.query<{ due_at: Temporal.Instant }>(
    'SELECT due_at FROM engine.wakeup_far WHERE shard = $1 AND due_at <= $2 ORDER BY due_at LIMIT 1',
    [shard, until.toString()],
  );
  return rows[0]?.due_at ?? null;
}

/** Notes how far a shard is planned, as long as the fence still holds; false when another process has the shard now. */
export async function movePlannedUntil(
  tx: Tx,
  shard: number,
  fence: string,
  until: Temporal.Instant,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE engine.shard SET planned_until = greatest(planned_until, $3) WHERE id = $1 AND fence = $2',
    [shard, fence, until.toString()],
  );
  return rowCount === 1;
}
