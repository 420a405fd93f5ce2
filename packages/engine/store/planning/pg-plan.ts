import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { plainArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import { bulkLane, mostPromptInShard } from '../../domain/lane.ts';
import type { TimingFacts } from '../../domain/timing/timing-of.ts';
import { askedSince } from '../chain/pg-turn-context.ts';
import { timingColumns } from '../schedules/pg-schedules.ts';
import { wakeupColumns } from '../wakeups/pg-wakeups.ts';

export interface ShardPlan {
  shard: number;
  plannedUntil: Temporal.Instant;
  /** The zone data that it was planned with. */
  tzVersion: string;
}

/**
 * Of these shards, those planned no further than `until`, or with other zone data; and whether schedules wait to be
 * planned anew. One statement, for every round of the engine asks it.
 */
export async function readPlanningToDo(
  pool: pg.Pool,
  shards: readonly number[],
  until: Temporal.Instant,
  tzVersion: string,
): Promise<{ plans: ShardPlan[]; hasReplanTasks: boolean }> {
  const { rows } = await pool.query<{
    id: number | null;
    planned_until: Temporal.Instant;
    tz_version: string;
    has_tasks: boolean;
  }>(
    `SELECT s.id, s.planned_until, s.tz_version, t.has_tasks
     FROM (SELECT EXISTS (SELECT FROM engine.replan_task) AS has_tasks) t
     LEFT JOIN engine.shard s ON s.id = ANY($1::smallint[]) AND (s.planned_until <= $2 OR s.tz_version <> $3)
     ORDER BY s.id`,
    [shards, until.toString(), tzVersion],
  );
  const plans = rows.flatMap(({ id, planned_until, tz_version }) =>
    id === null ? [] : [{ shard: id, plannedUntil: planned_until, tzVersion: tz_version }],
  );
  return { plans, hasReplanTasks: rows[0]?.has_tasks ?? false };
}

export interface PlannableSchedule extends TimingFacts {
  id: ScheduleId;
  tenantId: TenantId;
  personId: PersonId;
  shard: number;
  timingRev: number;
  /** Since when the present timing counts. */
  since: Temporal.Instant;
}

/** SQL over a schedule `s` and its recipient `r`. */
export const plannableColumns = `s.id, s.tenant_id AS "tenantId", s.person_id AS "personId", s.shard,
  s.timing_rev AS "timingRev", ${askedSince} AS since, ${timingColumns}`;
export const isUnderWay =
  's.paused_at IS NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL AND r.deleted_at IS NULL';

/** A place among the recurring schedules of a shard; PostgreSQL's own text, for it may be -infinity. */
export interface RecurringPlace {
  idleUntil: string;
  id: string;
}

export const beforeAllRecurring: RecurringPlace = {
  idleUntil: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
};

/**
 * The recurring schedules of a shard that are under way and may have something due by `until`, each with the zone that
 * counts today: the next `limit` behind `after`. Along the index, so that it reads neither other shards' nor those that
 * are idle until later, such as birthdays months away; `noteIdle` takes what has been read out of the way, or leaves it
 * behind `after`.
 */
export async function readRecurring(
  pool: pg.Pool,
  { shard, until, after, limit }: { shard: number; until: Temporal.Instant; after: RecurringPlace; limit: number },
): Promise<(PlannableSchedule & RecurringPlace)[]> {
  const { rows } = await pool.query<PlannableSchedule & RecurringPlace>(
    `SELECT ${plannableColumns}, s.idle_until::text AS "idleUntil"
     FROM engine.schedule s JOIN people.recipient r ON r.id = s.person_id
     WHERE s.shard = $1 AND s.recurring AND s.idle_until <= $2 AND (s.idle_until, s.id) > ($3, $4) AND ${isUnderWay}
     ORDER BY s.idle_until, s.id LIMIT $5`,
    [shard, until.toString(), after.idleUntil, after.id, limit],
  );
  return rows;
}

/**
 * Whether the shard is still ours; from then on, until this transaction ends, nobody can take it. Take it last: it holds
 * up whoever renews the lease.
 */
export async function holdFence(tx: Tx, shard: number, fence: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM engine.shard WHERE id = $1 AND fence = $2 FOR SHARE', [
    shard,
    fence,
  ]);
  return rowCount === 1;
}

/** Notes until when schedules are idle, unless an edit came first. Locks them in the order of their ids. */
export async function noteIdle(
  tx: Tx,
  idle: readonly { id: ScheduleId; timingRev: number; until: Temporal.Instant | 'for-ever' }[],
): Promise<void> {
  if (idle.length === 0) return;
  await tx.query(
    `WITH held AS (
       SELECT s.id, i.until FROM unnest($1::uuid[], $2::int[], $3::timestamptz[]) AS i (id, timing_rev, until)
       JOIN engine.schedule s ON s.id = i.id AND s.timing_rev = i.timing_rev ORDER BY s.id FOR NO KEY UPDATE OF s
     )
     UPDATE engine.schedule s SET idle_until = held.until FROM held WHERE s.id = held.id`,
    [
      uuidArray(idle.map(({ id }) => id)),
      plainArray(idle.map(({ timingRev }) => timingRev)),
      plainArray(idle.map(({ until }) => (until === 'for-ever' ? 'infinity' : until.toString()))),
    ],
  );
}

/**
 * Moves what has come within reach out of wakeup_far, the earliest `limit`, each tenant's into the lane it needs; idempotent,
 * in key order.
 * @returns how many were moved
 */
export async function moveFarWakeups(
  tx: Tx,
  { shard, until, limit }: { shard: number; until: Temporal.Instant; limit: number },
): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `WITH near AS (
       SELECT occ_id, seq, timing_rev, due_at FROM engine.wakeup_far
       WHERE shard = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3
     ), moved AS (
       DELETE FROM engine.wakeup_far f USING near n WHERE f.occ_id = n.occ_id AND f.seq = n.seq
         AND f.timing_rev = n.timing_rev AND f.due_at = n.due_at RETURNING ${qualifiedBy('f')}
     ), inserted AS (
       INSERT INTO engine.wakeup (${wakeupColumns})
       SELECT ${movedColumns} FROM moved ORDER BY shard, lane, due_at, occ_id, seq, timing_rev ON CONFLICT DO NOTHING
     )
     SELECT count(*)::int AS count FROM moved`,
    [shard, until.toString(), limit, mostPromptInShard, bulkLane],
  );
  return rows[0]?.count ?? 0;
}

const qualifiedBy = (alias: string) => wakeupColumns.replaceAll(/(\w+)/g, `${alias}.$1`);

/** Only first turns are ever bulk: a step or a retry waits behind nobody's million. */
const movedColumns = wakeupColumns.replace(
  'lane',
  `CASE WHEN seq = 0 AND count(*) FILTER (WHERE seq = 0) OVER (PARTITION BY tenant_id) > $4 THEN $5 ELSE lane END AS lane`,
);

/** The tenants that have more than the prompt lane takes to plan in a shard until then. */
export async function readBulkTenants(
  pool: pg.Pool,
  shard: number,
  until: Temporal.Instant,
): Promise<ReadonlySet<TenantId>> {
  const { rows } = await pool.query<{ tenant_id: TenantId }>(
    `SELECT tenant_id FROM engine.schedule s WHERE s.shard = $1 AND s.recurring AND s.idle_until <= $2
       AND s.paused_at IS NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL
     GROUP BY tenant_id HAVING count(*) > $3`,
    [shard, until.toString(), mostPromptInShard],
  );
  return new Set(rows.map(({ tenant_id }) => tenant_id));
}

/** Earliest due time in wakeup_far up to `until`: partitions must exist from there on before it is moved. */
export async function earliestFar(
  pool: pg.Pool,
  shard: number,
  until: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const { rows } = await pool.query<{ due_at: Temporal.Instant }>(
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

/** The first year whose slots can be told apart; 0 while there is no ledger at all. */
export async function oldestLedgerYear(tx: Pick<Tx, 'query'>): Promise<number> {
  const { rows } = await tx.query<{ year: number }>('SELECT engine.oldest_ledger_year() AS year');
  return rows[0]?.year ?? 0;
}
