import { dayArray, instantArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import { notYet } from '../../domain/not-yet.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { personRemoved } from '../../domain/person-removed.ts';
import type { Wakeup } from '../wakeups/pg-wakeups.ts';

/**
 * Of wake-ups that go on with an occurrence, when it was due first since its author put it off last, or since it was cut short;
 * those are absent of which neither has happened. By key; reads only.
 */
export async function readDueSincePutOff(tx: Tx, wakeups: readonly Wakeup[]): Promise<Map<OccId, Temporal.Instant>> {
  if (wakeups.length === 0) return new Map();
  const { rows } = await tx.query<{ occId: OccId; dueAt: Temporal.Instant }>(
    `SELECT w.occ_id AS "occId", coalesce((
       SELECT min(due_at) FROM engine.turn WHERE day = w.day AND occ_id = w.occ_id AND seq > last.seq), w.due_at) AS "dueAt"
     FROM unnest($1::date[], $2::uuid[], $3::timestamptz[]) AS w (day, occ_id, due_at)
     CROSS JOIN LATERAL (
       SELECT max(seq) AS seq FROM engine.turn
       WHERE day = w.day AND occ_id = w.occ_id AND reason = ANY($4::text[]) OFFSET 0) last
     WHERE last.seq IS NOT NULL`,
    [
      dayArray(wakeups.map(({ day }) => day)),
      uuidArray(wakeups.map(({ occId }) => occId)),
      instantArray(wakeups.map(({ dueAt }) => dueAt)),
      textArray([notYet, personRemoved]),
    ],
  );
  return new Map(rows.map(({ occId, dueAt }) => [occId, dueAt]));
}
