import type { Tx } from '@belfry/platform/database';
import type { LogEvent } from '../domain/event.ts';

const columns = `e.trace_id AS "traceId", e.sequence, e.id, e.type, e.version, e.at, e.recorded_at AS "recordedAt",
  e.causation_id AS "causationId", e.correlation_id AS "correlationId", e.payload`;

interface TracePage {
  traceId: string;
  fromSequence: number;
  limit: number;
}

/**
 * A trace in its order, one row more than `limit` where there are more; null where there is no such trace.
 * The month in a statement of its own, so that the plan looks into one partition.
 */
export async function readTrace(tx: Tx, { traceId, fromSequence, limit }: TracePage): Promise<LogEvent[] | null> {
  const trace = await tx.query<{ month: string }>('SELECT month FROM eventlog.trace WHERE trace_id = $1', [traceId]);
  const [found] = trace.rows;
  if (!found) return null;
  const { rows } = await tx.query<LogEvent>(
    `SELECT ${columns} FROM eventlog.event e WHERE e.trace_id = $1 AND e.month = $2 AND e.sequence >= $3
     ORDER BY e.sequence LIMIT $4`,
    [traceId, found.month, fromSequence, limit + 1],
  );
  return rows;
}

export interface EventFilter {
  type?: string | undefined;
  traceId?: string | undefined;
  correlationId?: string | undefined;
  from?: Temporal.Instant | undefined;
  to?: Temporal.Instant | undefined;
}

export interface EventPage {
  limit: number;
  after?: { at: string; traceId: string; sequence: number } | undefined;
}

/** In order of time, `from` included and `to` not; one row more than `limit` where there are more. */
export async function findEvents(tx: Tx, filter: EventFilter, { limit, after }: EventPage): Promise<LogEvent[]> {
  const { rows } = await tx.query<LogEvent>(
    `SELECT ${columns} FROM eventlog.event e
     WHERE ($1::text IS NULL OR e.type = $1) AND ($2::text IS NULL OR e.trace_id = $2)
       AND ($3::text IS NULL OR e.correlation_id = $3)
       AND e.at >= coalesce($4::timestamptz, '-infinity') AND e.at < coalesce($5::timestamptz, 'infinity')
       AND ($6::timestamptz IS NULL OR (e.at, e.trace_id, e.sequence) > ($6, $7::text, $8::int))
     ORDER BY e.at, e.trace_id, e.sequence LIMIT $9`,
    [
      filter.type ?? null,
      filter.traceId ?? null,
      filter.correlationId ?? null,
      filter.from?.toString() ?? null,
      filter.to?.toString() ?? null,
      after?.at ?? null,
      after?.traceId ?? null,
      after?.sequence ?? null,
      limit + 1,
    ],
  );
  return rows;
}
