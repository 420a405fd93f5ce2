import { dayArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import { personRemoved } from '../../domain/person-removed.ts';

/**
 * Of these occurrences, those that ended because their person was removed, before anything of them had reached, or may have
 * reached, anybody; each with the last place of its chain. What somebody answered, snoozed or cancelled is not among them, nor
 * what was given up, nor what is left to a person to decide. By key; reads only.
 */
export async function readCutShort(
  tx: Tx,
  occurrences: readonly { day: string; occId: OccId }[],
): Promise<Map<OccId, number>> {
  const { rows } = await tx.query<{ occId: OccId; seq: number }>(
    `SELECT k.occ_id AS "occId", chain.seq FROM unnest($1::date[], $2::uuid[]) AS k (day, occ_id)
     CROSS JOIN LATERAL (
       SELECT max(seq) AS seq FROM (
         SELECT *, state = 'cancelled' AND reason = $3 AS is_removal FROM engine.turn
         WHERE day = k.day AND occ_id = k.occ_id OFFSET 0) t
       HAVING (array_agg(is_removal ORDER BY seq DESC))[1] AND bool_and(is_removal OR actor IS NULL)
         AND NOT bool_or(EXISTS (
           SELECT FROM jsonb_array_elements(t.contacts) AS c
           WHERE c ->> 'address' IS NOT NULL AND coalesce((
             SELECT ${mayHaveArrived} FROM engine.outcome o
             WHERE o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq AND o.target = (c ->> 'target')::int
             ORDER BY o.n DESC LIMIT 1), true))) OFFSET 0) chain`,
    [dayArray(occurrences.map(({ day }) => day)), uuidArray(occurrences.map(({ occId }) => occId)), personRemoved],
  );
  return new Map(rows.map(({ occId, seq }) => [occId, seq]));
}

/** SQL over an attempt's newest outcome `o`; one of which nobody knows is only where it was to be sent once more. */
const mayHaveArrived = `o.status NOT IN ('failed', 'undelivered', 'suppressed')
  AND NOT (o.status = 'unknown' AND o.follow_up IS NOT NULL)`;
