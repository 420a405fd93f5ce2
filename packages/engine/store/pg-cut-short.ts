import { plainArray } from '@belfry/platform/array-literals';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';

/**
 * Of these occurrences, those of which nobody heard because their person had been removed when they were due, each with the last
 * place of its chain. A schedule that has been stopped begins none. By key; reads only.
 */
export async function readCutShort(
  tx: Tx,
  occurrences: readonly { day: string; occId: OccId }[],
): Promise<Map<OccId, number>> {
  const { rows } = await tx.query<{ occId: OccId; seq: number }>(
    `SELECT k.occ_id AS "occId", chain.seq FROM unnest($1::date[], $2::uuid[]) AS k (day, occ_id)
     CROSS JOIN LATERAL (
       SELECT max(seq) AS seq FROM engine.turn WHERE day = k.day AND occ_id = k.occ_id
       HAVING bool_and(kind = 'closed' AND state = 'cancelled' AND actor IS NULL) OFFSET 0) chain`,
    [plainArray(occurrences.map(({ day }) => day)), plainArray(occurrences.map(({ occId }) => occId))],
  );
  return new Map(rows.map(({ occId, seq }) => [occId, seq]));
}
