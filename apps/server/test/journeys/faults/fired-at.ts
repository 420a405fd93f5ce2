import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { occurrenceNamed, readSentMessages } from '@belfry/testkit/invariants/sent-messages';

/** When each schedule has fired, in order. The virtual clock waits for whatever is due, so never late either. */
export async function firedAt({ client }: Evidence): Promise<Record<string, string[]>> {
  const { rows } = await client.query<{ id: string; at: string[] }>(
    `SELECT schedule_id AS id, array_agg(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') ORDER BY at) AS at
     FROM engine.turn WHERE seq = 0 GROUP BY schedule_id`,
  );
  return Object.fromEntries(rows.map(({ id, at }) => [id, at.map((text) => Temporal.Instant.from(text).toString())]));
}

/**
 * The occurrences that fired and of which the network has never taken a message: nobody was ever reached. But for those
 * that somebody answered by API, which may be before anything of it has left.
 */
export async function unreached(evidence: Evidence): Promise<string[]> {
  const { rows } = await evidence.client.query<{ occurrence: string }>(
    `SELECT day || ' ' || occ_id AS occurrence FROM engine.turn WHERE seq = 0 ORDER BY 1`,
  );
  const reached = new Set((await readSentMessages(evidence)).map(({ occurrence }) => occurrence));
  const answered = (evidence.confirmed ?? []).flatMap(({ about }) =>
    'occurrenceId' in about ? [occurrenceNamed(about.occurrenceId)] : [],
  );
  const known = new Set([...reached, ...answered]);
  return rows.map(({ occurrence }) => occurrence).filter((occurrence) => !known.has(occurrence));
}
