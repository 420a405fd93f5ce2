import type { Invariant } from './invariant.ts';
import { readSentMessages } from './sent-messages.ts';

interface Silence {
  occ: string;
  from: string;
  until: string | null;
}

/**
 * From the instant of an answer to the turn that reopens the occurrence, if one does (a snooze ends, a re-page), nothing
 * of it leaves. At the very instant of the answer a message may have left before it; that much only the real time of the
 * confirmation can tell: `nothingAfterWord`.
 */
export const nothingAfterAnswer: Invariant = {
  number: 3,
  promise: 'After an answer nothing of the occurrence leaves.',
  async check(evidence) {
    const { rows } = await evidence.client.query<Silence>(
      `SELECT occ, at AS from, until FROM (
         SELECT day || ' ' || occ_id AS occ, seq, kind, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
           to_char(min(at) FILTER (WHERE kind IN ('refired', 'repaged')) OVER later AT TIME ZONE 'UTC',
             'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS until
         FROM engine.turn
         WINDOW later AS (PARTITION BY day, occ_id ORDER BY seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
       ) t WHERE kind IN ('acknowledged', 'completed', 'snoozed', 'skipped', 'cancelled')`,
    );
    const sent = Map.groupBy(await readSentMessages(evidence), ({ occurrence }) => occurrence);
    const violations = rows.flatMap(({ occ, from, until }) =>
      (sent.get(occ) ?? [])
        .filter(
          ({ at }) => isAfter(at, from) && (until === null || isAfter(Temporal.Instant.from(until), at.toString())),
        )
        .map(({ id, at }) => `message ${id} of ${occ} left at ${at.toString()}, after the answer of ${from}`),
    );
    return { checked: rows.length, violations };
  },
};

function isAfter(instant: Temporal.Instant, other: string): boolean {
  return Temporal.Instant.compare(instant, other) > 0;
}
