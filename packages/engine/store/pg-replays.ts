import type { Tx } from '@belfry/platform/database';
import type { Contact } from '../domain/occurrence.ts';
import type { OccId } from '../domain/occurrence-id.ts';

/** The code of an outcome by which somebody asked for a failed attempt to be made anew. */
export const REPLAYED = 'dead-letter.replayed';

/** A contact of an earlier step that somebody wants made anew. */
export interface ReplayedContact {
  occId: OccId;
  /** Under a target of its own: the present step has targets of the same numbers. */
  contact: Contact;
  of: { round: number; stepsTaken: number; repeatsTaken: number };
  at: Temporal.Instant;
}

/**
 * What somebody wants made anew of steps before the present one; those of the present step are among its own retries.
 * Reads only. A replay that a turn has taken up names it (`replayOf`), so it is read once.
 */
export async function readReplays(
  tx: Tx,
  occurrences: readonly { day: string; occId: OccId; seq: number }[],
): Promise<ReplayedContact[]> {
  if (occurrences.length === 0) return [];
  const { rows } = await tx.query<ReplayedContact>(
    `SELECT t.occ_id AS "occId", last.follow_up_at AS at,
       jsonb_build_object('round', t.round, 'stepsTaken', t.steps_taken, 'repeatsTaken', t.repeats_taken) AS of,
       c.contact || jsonb_build_object(
         'replayOf', t.seq || '.' || (c.contact ->> 'target'),
         'target', highest.target + row_number() OVER (PARTITION BY t.occ_id ORDER BY t.seq, c.contact -> 'target')
       ) AS contact
     FROM unnest($1::date[], $2::uuid[], $3::int[]) AS w (day, occ_id, seq)
     JOIN engine.turn h ON h.day = w.day AND h.occ_id = w.occ_id AND h.seq = w.seq - 1
     JOIN engine.turn t ON t.day = w.day AND t.occ_id = w.occ_id AND t.seq < w.seq
       AND (t.round, t.steps_taken, t.repeats_taken) <> (h.round, h.steps_taken, h.repeats_taken)
     CROSS JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact)
     CROSS JOIN LATERAL (
       SELECT code, follow_up_at FROM engine.outcome o
       WHERE o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq AND o.target = (c.contact ->> 'target')::smallint
       ORDER BY o.n DESC LIMIT 1
     ) last
     CROSS JOIN LATERAL (
       SELECT max((one.contact ->> 'target')::int) AS target, array_agg(one.contact ->> 'replayOf') AS taken_up
       FROM engine.turn other CROSS JOIN jsonb_array_elements(other.contacts) AS one (contact)
       WHERE other.day = w.day AND other.occ_id = w.occ_id
     ) highest
     WHERE last.code = $4 AND (t.seq || '.' || (c.contact ->> 'target')) <> ALL (
       SELECT unnest(array_remove(highest.taken_up, NULL)))`,
    [
      occurrences.map(({ day }) => day),
      occurrences.map(({ occId }) => occId),
      occurrences.map(({ seq }) => seq),
      REPLAYED,
    ],
  );
  return rows;
}
