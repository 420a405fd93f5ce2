import type pg from 'pg';
import { lanes } from '../../domain/lane.ts';
import { unseenFrom } from '../../domain/unseen.ts';
import { endOf, startOf } from '../../domain/wakeup-key.ts';
import type { AuditRange } from './pg-audit.ts';

/** All lanes of all shards from their watermarks to `now`, whoever holds them. */
export async function rangesUntil(pool: pg.Pool, now: Temporal.Instant): Promise<AuditRange[]> {
  const { rows } = await pool.query<{ id: number; watermark: Temporal.Instant; watermark_xid: string }>(
    'SELECT id, watermark, watermark_xid FROM engine.shard',
  );
  return rows.flatMap(({ id: shard, watermark, watermark_xid }) =>
    lanes.map((lane) => ({
      shard,
      lane,
      from: startOf(watermark),
      to: endOf(now),
      unseen: unseenFrom(BigInt(watermark_xid)),
    })),
  );
}

/** How many shards have something to plan and are planned no further than `until`. */
export async function countShardsToPlan(pool: pg.Pool, until: Temporal.Instant): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM engine.shard s WHERE planned_until <= $1 AND (${hasRecurring('$1')}
       OR EXISTS (SELECT FROM engine.wakeup_far f WHERE f.shard = s.id AND f.due_at <= $1))`,
    [until.toString()],
  );
  return rows[0]?.count ?? 0;
}

/** The next instant after `after` at which a wake-up is due or planning runs short; null when there is none. */
export async function nextEngineInstant(
  pool: pg.Pool,
  after: Temporal.Instant,
  leastAhead: Temporal.Duration,
): Promise<Temporal.Instant | null> {
  const { rows } = await pool.query<{ next: Temporal.Instant | null }>(
    `SELECT least(
       (SELECT min(w.due_at) FROM engine.shard s CROSS JOIN unnest($3::smallint[]) AS l (lane) CROSS JOIN LATERAL (
          SELECT due_at FROM engine.wakeup WHERE shard = s.id AND lane = l.lane AND due_at > $1 ORDER BY due_at LIMIT 1
        ) w),
       (SELECT min(planned_until) - $2::interval FROM engine.shard s
        WHERE planned_until > $1::timestamptz + $2::interval AND ${hasRecurring('s.planned_until')}),
       (SELECT min(r.idle_until) - $2::interval FROM engine.shard s CROSS JOIN LATERAL (
          SELECT idle_until FROM engine.schedule r WHERE r.shard = s.id AND ${isRecurring}
            AND r.idle_until > $1::timestamptz + $2::interval AND r.idle_until < 'infinity'
          ORDER BY r.idle_until LIMIT 1
        ) r),
       (SELECT min(due_at) - $2::interval FROM engine.wakeup_far WHERE due_at > $1::timestamptz + $2::interval)
     ) AS next`,
    [after.toString(), leastAhead.toString(), lanes],
  );
  return rows[0]?.next ?? null;
}

const isRecurring = 'r.recurring AND r.paused_at IS NULL AND r.finished_at IS NULL AND r.deleted_at IS NULL';

/** SQL over a shard `s`: it has a recurring schedule that may have something due by `until`. */
const hasRecurring = (until: string) =>
  `EXISTS (SELECT FROM engine.schedule r WHERE r.shard = s.id AND ${isRecurring} AND r.idle_until <= ${until})`;
