import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { turnsSince } from '../chain/turns-since.ts';
import type { OccurrenceKey } from '../stopping/pg-open-widely.ts';

/** Quiet hours are shorter than a day; what they put off once more is older. */
const lookBack = Temporal.Duration.from({ hours: 48 });

/**
 * The occurrences of the transaction's tenant that quiet hours may hold: all that is open of these people, or of this
 * schedule alone, and what of theirs has no policy and has not left. In the order of the chains' key; reads only.
 */
export async function readMayBeHeld(
  tx: Tx,
  people: readonly PersonId[],
  scheduleId: ScheduleId | null,
  now: Temporal.Instant,
): Promise<OccurrenceKey[]> {
  const alone = turnsSince({
    columns: 'day, occ_id, schedule_id, state, awaits_answer',
    tenant: "nullif(current_setting('app.tenant', true), '')::uuid",
    people: '$1::uuid[]',
    since: '$3::timestamptz',
  });
  const { rows } = await tx.query<OccurrenceKey>(
    `SELECT day, occ_id AS "occId" FROM engine.open_occurrence
     WHERE person_id = ANY($1::uuid[]) AND ($2::uuid IS NULL OR schedule_id = $2)
     UNION
     SELECT t.day, t.occ_id FROM ${alone} t
     WHERE t.state = 'open' AND NOT t.awaits_answer AND ($2::uuid IS NULL OR t.schedule_id = $2)
     ORDER BY 1, 2`,
    [people, scheduleId, now.subtract(lookBack).toString()],
  );
  return rows;
}

/** Whom the policies of others may reach through this person's consent. */
export async function readStandsBy(tx: Tx, personId: PersonId): Promise<PersonId[]> {
  const { rows } = await tx.query<{ id: PersonId }>(
    `SELECT DISTINCT person_id AS id FROM people.relation WHERE related_person_id = $1 AND consent = 'granted'`,
    [personId],
  );
  return rows.map(({ id }) => id);
}
