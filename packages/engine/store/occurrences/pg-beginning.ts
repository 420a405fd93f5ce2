import { dayArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import { notYet } from '../../domain/not-yet.ts';
import { type TurnRecord, turnRecordColumns } from '../chain/pg-turns.ts';
import type { OccurrenceKey } from '../stopping/pg-open-widely.ts';

/**
 * Of these occurrences, the heads of those that may begin by themselves: anew, after a snooze or by a re-page; or late, having been
 * put off before anything of them left. What its author has put off comes when its rule says by now (readUnfinished). By key; reads only.
 */
export async function readBeginning(tx: Tx, occurrences: readonly OccurrenceKey[]): Promise<TurnRecord[]> {
  if (occurrences.length === 0) return [];
  const { rows } = await tx.query<TurnRecord>(
    `SELECT ${turnRecordColumns} FROM unnest($1::date[], $2::uuid[]) AS k (day, occ_id)
     CROSS JOIN LATERAL (
       SELECT * FROM engine.turn WHERE day = k.day AND occ_id = k.occ_id ORDER BY seq DESC LIMIT 1
     ) t
     WHERE t.state IN ('snoozed', 'acknowledged')
       OR t.state = 'open' AND t.kind = 'deferred' AND t.steps_taken = 0 AND t.reason IS DISTINCT FROM $3`,
    [dayArray(occurrences.map(({ day }) => day)), uuidArray(occurrences.map(({ occId }) => occId)), notYet],
  );
  return rows;
}
