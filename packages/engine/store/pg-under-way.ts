import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';

/** A contact whose call has been claimed and has no end on record. */
export interface UnderWay {
  /** Of the occurrence, as the API shows it. */
  occurrenceId: string;
  /** `seq.target` within its occurrence. */
  attemptId: string;
  personId: string;
  channel: string;
  address: string;
}

/** SQL over a turn `t`; the counterpart of `formatOccurrenceId`. */
export const occurrenceIdOfTurn = `'occ_' || to_char(t.day, 'YYYYMMDD') || '_' || replace(t.occ_id::text, '-', '')`;

/** Reads only. An attempt with an unknown end counts as ended here: it cannot be stopped any more. */
export async function readUnderWay(tx: Tx, occurrence: { day: string; occId: OccId }): Promise<UnderWay[]> {
  const { rows } = await tx.query<UnderWay>(
    `SELECT t.seq || '.' || (c.contact ->> 'target') AS "attemptId", ${occurrenceIdOfTurn} AS "occurrenceId",
       c.contact ->> 'personId' AS "personId",
       c.contact ->> 'channel' AS channel, c.contact ->> 'address' AS address
     FROM engine.turn t CROSS JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact)
     WHERE t.day = $1 AND t.occ_id = $2 AND c.contact ->> 'address' IS NOT NULL AND NOT EXISTS (
       SELECT FROM engine.outcome o WHERE o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq
         AND o.target = (c.contact ->> 'target')::smallint
     )`,
    [occurrence.day, occurrence.occId],
  );
  return rows;
}
