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

/**
 * In order of time, `from` included and `to` not; one row more than `limit` where there are more. Only what is asked for
 * stands in the statement, or its plan, once kept, could go by no index of what is asked for.
 */
export async function findEvents(tx: Tx, filter: EventFilter, { limit, after }: EventPage): Promise<LogEvent[]> {
  const { type, traceId, correlationId, from, to } = filter;
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['true'];
  if (type !== undefined) conditions.push(`e.type = ${place(type)}`);
  if (traceId !== undefined) conditions.push(`e.trace_id = ${place(traceId)}`);
  if (correlationId !== undefined) conditions.push(`e.correlation_id = ${place(correlationId)}`);
  if (from) conditions.push(`e.at >= ${place(from.toString())}`);
  if (to) conditions.push(`e.at < ${place(to.toString())}`);
  if (after) {
    const key = [after.at, after.traceId, after.sequence].map(place);
    conditions.push(`(e.at, e.trace_id, e.sequence) > (${key.join(', ')})`);
  }
  const { rows } = await tx.query<LogEvent>(
    `SELECT ${columns} FROM eventlog.event e WHERE ${conditions.join(' AND ')}
     ORDER BY e.at, e.trace_id, e.sequence LIMIT ${place(limit + 1)}`,
    values,
  );
  return rows;
}
