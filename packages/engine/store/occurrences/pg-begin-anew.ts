import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type TurnRecord, turnRecordColumns } from '../chain/pg-turns.ts';

/** The heads of a person's occurrences that may begin anew by themselves: after a snooze, or by a re-page. Reads only. */
export async function readBeginningAnew(tx: Tx, personId: PersonId): Promise<TurnRecord[]> {
  const { rows } = await tx.query<TurnRecord>(
    `SELECT ${turnRecordColumns} FROM engine.open_occurrence o
     CROSS JOIN LATERAL (
       SELECT * FROM engine.turn WHERE day = o.day AND occ_id = o.occ_id ORDER BY seq DESC LIMIT 1
     ) t
     WHERE o.person_id = $1 AND t.state IN ('snoozed', 'acknowledged')`,
    [personId],
  );
  return rows;
}
