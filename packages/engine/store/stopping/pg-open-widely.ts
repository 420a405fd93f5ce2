import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { WideFact } from '../../domain/wide-fact.ts';
import { turnsSince } from '../chain/turns-since.ts';

export interface OccurrenceKey {
  day: string;
  occId: OccId;
}

export interface OpenPage {
  tenantId: TenantId;
  fact: WideFact;
  now: Temporal.Instant;
  after: string;
  limit: number;
}

/** A message without a policy is tried again for a day at most; what is older has ended one way or the other. */
const triesEndWithin = Temporal.Duration.from({ hours: 48 });

/** SQL: neither the schedule $2 nor the person $3 is under way again, as of this statement. */
const stillStands = `NOT EXISTS (
    SELECT FROM engine.schedule WHERE id = $2 AND paused_at IS NULL AND finished_at IS NULL AND deleted_at IS NULL)
  AND NOT EXISTS (SELECT FROM people.recipient WHERE id = $3 AND deleted_at IS NULL)`;

/**
 * The occurrences that a wide fact would close: all that wait for a person or for an instant still to come, among them
 * those acknowledged that would page again, and messages without a policy that have not gone out. What an address was
 * asked about stays open, for others may answer it, and what an author would no longer write he withholds. None where a schedule has been resumed or a person restored meanwhile:
 * what is open then is theirs again, and a statement that finds the fact standing sees nothing that fired after it. The next
 * `limit` behind `after`, in the order of their ids. Reads only.
 */
export async function readOpenWidely(
  tx: Tx,
  { tenantId, fact, now, after, limit }: OpenPage,
): Promise<OccurrenceKey[]> {
  if ('address' in fact || 'author' in fact) return [];
  const scheduleId = 'scheduleId' in fact ? fact.scheduleId : null;
  const personId = 'personId' in fact ? fact.personId : null;
  const recent = turnsSince({
    columns: 'day, occ_id, schedule_id, state, awaits_answer',
    tenant: '$1',
    people: 'ARRAY[coalesce($3::uuid, (SELECT person_id FROM engine.schedule WHERE id = $2))]',
    since: '$4::timestamptz',
  });
  const { rows } = await tx.query<OccurrenceKey>(
    `SELECT day, occ_id AS "occId" FROM (
       SELECT day, occ_id FROM engine.open_occurrence
       WHERE tenant_id = $1 AND occ_id > $5 AND ($2::uuid IS NULL OR schedule_id = $2)
         AND ($3::uuid IS NULL OR person_id = $3)
       UNION
       SELECT t.day, t.occ_id FROM ${recent} t
       WHERE t.occ_id > $5 AND t.state = 'open' AND NOT t.awaits_answer AND ($2::uuid IS NULL OR t.schedule_id = $2)
     ) concerned WHERE ${stillStands} ORDER BY "occId" LIMIT $6`,
    [tenantId, scheduleId, personId, now.subtract(triesEndWithin).toString(), after, limit],
  );
  return rows;
}

/** The shards whose claims could act on what the fact changed; null for all. */
export async function shardsConcerned(tx: Tx, fact: WideFact): Promise<number[] | null> {
  if (!('scheduleId' in fact)) return null;
  const { rows } = await tx.query<{ shard: number }>('SELECT shard FROM engine.schedule WHERE id = $1', [
    fact.scheduleId,
  ]);
  return rows.map((row) => row.shard);
}
