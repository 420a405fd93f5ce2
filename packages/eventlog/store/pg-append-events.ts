import { AppError } from '@belfry/kernel/app-error';
import type { Tx } from '@belfry/platform/database';
import pg from 'pg';
import type { Appended, NewEvent } from '../domain/event.ts';

/**
 * Appends events of one trace or many, all or none, in one statement: eventlog.append_events in the migration says what
 * it locks and why it leaves no gap. Idempotent for events that have an id. No two of them may have the same one.
 * By columns, and payloads as one document: measured 5 to 15 % faster than an array of objects.
 * @param pathOf names the place of an event in the request, for refusals
 * @throws AppError `event.id-taken` (409) where a trace has an event of the same id and other content
 */
export async function appendEvents(
  tx: Tx,
  events: readonly NewEvent[],
  pathOf: (index: number) => string,
): Promise<Appended[]> {
  try {
    const { rows } = await tx.query<
      Pick<Appended, 'sequence'> & { ordinal: number; event_id: string; is_new: boolean }
    >(
      `SELECT ordinal, event_id, sequence, is_new
       FROM eventlog.append_events($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY ordinal`,
      [
        events.map((event) => event.traceId),
        events.map((event) => event.type),
        JSON.stringify(events.map((event) => event.payload)),
        events.map((event) => event.id),
        events.map((event) => event.at.toString()),
        events.map((event) => event.version),
        events.map((event) => event.causationId),
        events.map((event) => event.correlationId),
      ],
    );
    return rows.map(({ ordinal, event_id: id, sequence, is_new: isNew }) => ({
      id,
      traceId: events[ordinal - 1]?.traceId ?? '',
      sequence,
      isNew,
    }));
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'event_id_once') {
      throw idTaken((error.detail ?? '').split(',').map((ordinal) => pathOf(Number(ordinal) - 1)));
    }
    throw error;
  }
}

const mostIssues = 50;

function idTaken(paths: readonly string[]): AppError {
  const message = 'The trace has an event of this id with other content.';
  const issues = paths.slice(0, mostIssues).map((path) => ({ path, message }));
  return new AppError({ code: 'event.id-taken', kind: 'conflict', message, issues });
}
