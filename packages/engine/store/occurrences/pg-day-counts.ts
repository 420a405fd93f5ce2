import type { TenantId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import { spanOfDay } from '../../domain/span-of-day.ts';
import { isToCome } from '../wakeups/wakeup-conditions.ts';
import { goneOfDay } from './gone-of-day.ts';
import { tolerated } from './lateness.ts';

/** First turns of one local day, of one kind, in one zone, at one instant. */
export interface DayCount {
  /** Where the people were when it was taken up, or are while it is planned. */
  zone: string;
  kind: string;
  dueAt: Temporal.Instant;
  /** Still to come, or due and not yet taken up. */
  planned: number;
  /** Taken up; the next three are among them. */
  gone: number;
  /** Taken by a provider, or tried last, more than a minute after they could first leave. */
  late: number;
  missed: number;
  failed: number;
  /** On purpose: nobody was to be contacted, or they had it by then, or the day was left out. */
  withheld: number;
}

const withheld = `'cancelled', 'skipped'`;

/**
 * How a local day stands for the schedules of an author: what has gone, by the turns and how they ended, and what is planned, by the wake-ups,
 * which are all there up to `leastAhead` from now.
 * Each row is looked up by its keys, whatever the statistics say: row-level security makes a tenant's index look as good
 * (docs/decisions/0050).
 * @param until only what is due by then
 */
export async function countDay(
  tx: Tx,
  {
    tenantId,
    author,
    day,
    until,
  }: { tenantId: TenantId; author: string; day: Temporal.PlainDate; until: Temporal.Instant },
): Promise<DayCount[]> {
  const span = spanOfDay(day);
  const end = compareInstants(until, span.to) < 0 ? until : span.to;
  const { rows } = await tx.query<DayCount>(
    `WITH gone AS MATERIALIZED (${goneOfDay({ isToTheSecond: false })}
     ), planned AS MATERIALIZED (
       SELECT schedule_id, person_id, due_at, NULL::text AS time_zone, '' AS state, NULL::interval AS late_by, true AS is_planned
       FROM engine.wakeup w
       WHERE tenant_id = $1 AND seq = 0 AND due_at >= $4 AND due_at <= $5 AND day = $3
         AND ${isToCome}
     )
     SELECT coalesce(c.time_zone, p.time_zone) AS zone, s.kind, c.due_at AS "dueAt", count(*) FILTER (WHERE is_planned)::int AS planned,
       count(*) FILTER (WHERE NOT is_planned AND state NOT IN (${withheld}))::int AS gone, count(*) FILTER (WHERE late_by > ${tolerated})::int AS late,
       count(*) FILTER (WHERE state = 'missed')::int AS missed, count(*) FILTER (WHERE state = 'failed')::int AS failed,
       count(*) FILTER (WHERE state IN (${withheld}))::int AS withheld
     FROM (SELECT *, false AS is_planned FROM gone UNION ALL SELECT * FROM planned) c
     CROSS JOIN LATERAL (SELECT kind FROM engine.schedule WHERE id = c.schedule_id AND author = $2 OFFSET 0) s
     CROSS JOIN LATERAL (SELECT time_zone, deleted_at FROM people.profile WHERE id = c.person_id OFFSET 0) p
     WHERE NOT is_planned OR p.deleted_at IS NULL
     GROUP BY 1, 2, 3 ORDER BY 3, 1, 2`,
    [tenantId, author, day.toString(), span.from.toString(), end.toString()],
  );
  return rows;
}
