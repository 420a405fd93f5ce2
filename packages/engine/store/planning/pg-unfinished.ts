import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import { notYet } from '../../domain/not-yet.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { personRemoved } from '../../domain/person-removed.ts';

/** An occurrence that may have begun, on whatever day it is filed under. */
export interface Candidate {
  tenantId: TenantId;
  personId: PersonId;
  scheduleId: ScheduleId;
  occId: OccId;
  /** A year, or a date. */
  slot: string;
}

/** Where its chain goes on. */
export interface Place {
  /** That it is filed under. */
  day: string;
  /** The last that is taken. */
  seq: number;
}

/**
 * Of these occurrences, those whose slots are spent and that nobody has had: put off last by their author; or ended because their
 * person was removed, before anything of them had reached, or may have reached, anybody. What somebody answered, snoozed or cancelled
 * is not among the latter, nor what was given up, nor what is left to a person to decide. Of those whose slots are free it costs one
 * look-up each. By key; reads only. The first turns of a person are read, and the occurrence's found among them: asked for by its id too,
 * PostgreSQL would go through the days of its partitions by their primary keys.
 */
export async function readUnfinished(tx: Tx, candidates: readonly Candidate[]): Promise<Map<OccId, Place>> {
  if (candidates.length === 0) return new Map();
  const { rows } = await tx.query<Place & { occId: OccId }>(
    `SELECT k.occ_id AS "occId", begun.day, chain.seq
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) AS k (tenant_id, person_id, schedule_id, occ_id, slot)
     CROSS JOIN LATERAL (
       SELECT make_date(year, 1, 1) AS begins, make_date(year + 1, 1, 1) AS ends FROM engine.slot_ledger
       WHERE year = left(k.slot, 4)::smallint AND schedule_id = k.schedule_id AND slot = k.slot OFFSET 0
     ) spent
     JOIN LATERAL (
       SELECT day, occ_id FROM engine.turn
       WHERE tenant_id = k.tenant_id AND person_id = k.person_id AND seq = 0
         AND day >= spent.begins AND day < spent.ends OFFSET 0
     ) begun ON begun.occ_id = k.occ_id
     CROSS JOIN LATERAL (
       SELECT max(seq) AS seq FROM (
         SELECT *, state = 'cancelled' AND reason = $6 AS is_removal FROM engine.turn
         WHERE day = begun.day AND occ_id = k.occ_id OFFSET 0) t
       HAVING (array_agg(kind = 'deferred' AND reason = $7 ORDER BY seq DESC))[1]
         OR (array_agg(is_removal ORDER BY seq DESC))[1] AND bool_and(is_removal OR actor IS NULL)
           AND NOT bool_or(EXISTS (
             SELECT FROM jsonb_array_elements(t.contacts) AS c
             WHERE c ->> 'address' IS NOT NULL AND coalesce((
               SELECT ${mayHaveArrived} FROM engine.outcome o
               WHERE o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq AND o.target = (c ->> 'target')::int
               ORDER BY o.n DESC LIMIT 1), true))) OFFSET 0) chain`,
    [
      uuidArray(candidates.map(({ tenantId }) => tenantId)),
      uuidArray(candidates.map(({ personId }) => personId)),
      uuidArray(candidates.map(({ scheduleId }) => scheduleId)),
      uuidArray(candidates.map(({ occId }) => occId)),
      textArray(candidates.map(({ slot }) => slot)),
      personRemoved,
      notYet,
    ],
  );
  return new Map(rows.map(({ occId, day, seq }) => [occId, { day, seq }]));
}

/** SQL over an attempt's newest outcome `o`; one of which nobody knows is only where it was to be sent once more. */
const mayHaveArrived = `o.status NOT IN ('failed', 'undelivered', 'suppressed')
  AND NOT (o.status = 'unknown' AND o.follow_up IS NOT NULL)`;
