import { dayArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import { PENDING_LOOK_UP } from '../../domain/outcome-codes.ts';
import type { AttemptKey } from '../chain/pg-outcomes.ts';

/** A contact whose call has been claimed and that could not be stopped: it has no end on record, or nobody knows it yet. */
export interface UnderWay {
  /** Of the occurrence, as the API shows it. */
  occurrenceId: string;
  /** `seq.target` within its occurrence. */
  attemptId: string;
  personId: string;
  channel: string;
  address: string;
}

export interface OpenAttempt extends AttemptKey {
  call: UnderWay;
  /** Its call is over, with an end that nobody knows: it may have left, and the provider is still to be asked. */
  isUnknown: boolean;
}

/** SQL over a turn `t`; the counterpart of `formatOccurrenceId`. */
const occurrenceIdOfTurn = `'occ_' || to_char(t.day, 'YYYYMMDD') || '_' || replace(t.occ_id::text, '-', '')`;

/** SQL: an OpenAttempt of a turn `t` and each of its contacts `c`, with `o` of `withoutEnd`. */
export const openAttemptColumns = `t.day, t.occ_id AS "occId", t.seq, (c.contact ->> 'target')::int AS target,
  o.pending IS TRUE AS "isUnknown", jsonb_build_object(
    'occurrenceId', ${occurrenceIdOfTurn}, 'attemptId', t.seq || '.' || (c.contact ->> 'target'),
    'personId', c.contact ->> 'personId', 'channel', c.contact ->> 'channel', 'address', c.contact ->> 'address'
  ) AS call`;

/** SQL over a turn `t`, to stand in FROM: its contacts `c` that were to be made. */
export const contactsOfTurn = `CROSS JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact)`;

/**
 * SQL over these, behind them in FROM: the newest of the attempt's outcomes, as far as it says whether it has ended.
 * OFFSET 0 holds the planner to a look-up by key.
 */
export const newestOutcome = `LEFT JOIN LATERAL (
  SELECT status = 'unknown' AND code IS NOT DISTINCT FROM '${PENDING_LOOK_UP}' AS pending FROM engine.outcome
  WHERE day = t.day AND occ_id = t.occ_id AND seq = t.seq AND target = (c.contact ->> 'target')::smallint
  ORDER BY n DESC LIMIT 1 OFFSET 0
) o ON true`;

/** SQL: it has no end on record, or an unknown one that is still to be looked up. */
export const isWithoutEnd = `c.contact ->> 'address' IS NOT NULL AND o.pending IS NOT FALSE`;

/** Of these occurrences. Reads their chains alone. */
export async function readUnderWay(
  tx: Tx,
  occurrences: readonly { day: string; occId: OccId }[],
): Promise<OpenAttempt[]> {
  const { rows } = await tx.query<OpenAttempt>(
    `SELECT ${openAttemptColumns} FROM unnest($1::date[], $2::uuid[]) AS k (day, occ_id)
     CROSS JOIN LATERAL (SELECT * FROM engine.turn WHERE day = k.day AND occ_id = k.occ_id OFFSET 0) t
     ${contactsOfTurn} ${newestOutcome} WHERE ${isWithoutEnd}`,
    [dayArray(occurrences.map(({ day }) => day)), uuidArray(occurrences.map(({ occId }) => occId))],
  );
  return rows;
}

/** Those of these attempts that are still without an end. Reads them by their keys alone, whatever else is stored. */
export async function readStillUnderWay(tx: Tx, attempts: readonly AttemptKey[]): Promise<OpenAttempt[]> {
  const { rows } = await tx.query<OpenAttempt>(
    `SELECT ${openAttemptColumns}
     FROM unnest($1::date[], $2::uuid[], $3::int[], $4::int[]) AS a (day, occ_id, seq, target)
     CROSS JOIN LATERAL (
       SELECT * FROM engine.turn WHERE day = a.day AND occ_id = a.occ_id AND seq = a.seq OFFSET 0
     ) t ${contactsOfTurn} ${newestOutcome}
     WHERE (c.contact ->> 'target')::int = a.target AND ${isWithoutEnd}`,
    [
      attempts.map(({ day }) => day),
      attempts.map(({ occId }) => occId),
      attempts.map(({ seq }) => seq),
      attempts.map(({ target }) => target),
    ],
  );
  return rows;
}
