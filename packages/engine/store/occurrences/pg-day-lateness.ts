import type { TenantId } from '@belfry/kernel/ids';
import { plainArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import { spanOfDay } from '../../domain/span-of-day.ts';
import { goneOfDay } from './gone-of-day.ts';
import { tolerated, toleratedSeconds } from './lateness.ts';

/** By how much the first turns of one local day were late, all in seconds by the Clock. */
export interface DayLateness {
  /** What was to be sent, and has been taken by a provider or tried. */
  count: number;
  /** Within `promiseSeconds`. */
  onTime: number;
  promiseSeconds: number;
  /** null where there is none. */
  p50Seconds: number | null;
  p99Seconds: number | null;
  mostSeconds: number | null;
  /** Each from above the one before it up to its own bound, which is part of it; null: no bound. */
  buckets: { upToSeconds: number | null; count: number }[];
}

/** One of them is the promise. */
const bounds = [1, 5, 15, toleratedSeconds, 300, 3600, 86_400];

/**
 * As `countDay` counts what is late, and of the same, those of an author's schedules; but to the second. That takes what was tried
 * once by its claim, so that what was claimed within the promise and taken behind it is late here alone.
 */
export async function readDayLateness(
  tx: Tx,
  { tenantId, author, day }: { tenantId: TenantId; author: string; day: Temporal.PlainDate },
): Promise<DayLateness> {
  const { from, to } = spanOfDay(day);
  const { rows } = await tx.query<Omit<DayLateness, 'promiseSeconds' | 'buckets'> & { counts: Record<string, number> }>(
    `WITH gone AS MATERIALIZED (${goneOfDay({ isToTheSecond: true })}
     ), late AS MATERIALIZED (
       SELECT greatest(late_by, interval '0') AS late_by
       FROM gone CROSS JOIN LATERAL (SELECT FROM engine.schedule WHERE id = gone.schedule_id AND author = $2 OFFSET 0) s
       WHERE late_by IS NOT NULL
     ), counted AS (
       -- PostgreSQL's buckets have their lower bound, these their upper one.
       SELECT width_bucket(extract(epoch FROM late_by - interval '1 microsecond')::float8, $6::float8[]) AS bucket, count(*)::int AS count
       FROM late GROUP BY 1
     )
     SELECT count(*)::int AS count, count(*) FILTER (WHERE late_by <= ${tolerated})::int AS "onTime",
       extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY late_by))::float8 AS "p50Seconds",
       extract(epoch FROM percentile_disc(0.99) WITHIN GROUP (ORDER BY late_by))::float8 AS "p99Seconds",
       extract(epoch FROM max(late_by))::float8 AS "mostSeconds",
       (SELECT coalesce(jsonb_object_agg(bucket, count), '{}') FROM counted) AS counts
     FROM late`,
    [tenantId, author, day.toString(), from.toString(), to.toString(), plainArray(bounds)],
  );
  const [found] = rows;
  if (!found) throw new Error('An aggregate without GROUP BY has one row.');
  const { counts, ...figures } = found;
  const buckets = [...bounds, null].map((upToSeconds, index) => ({ upToSeconds, count: counts[index] ?? 0 }));
  return { ...figures, promiseSeconds: toleratedSeconds, buckets };
}
