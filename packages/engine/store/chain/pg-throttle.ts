import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { ThrottleTally } from '../../domain/throttle.ts';

/** Advisory locks by person, held to the end of the transaction. */
const THROTTLE_LOCKS = 731_093;

/**
 * Locks the throttle of these people against other claims until the commit, in key order, so that two claims together
 * send no more than one may. Read what counts in a later statement.
 */
export async function lockThrottle(tx: Tx, people: readonly PersonId[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock($1, key)
     FROM (SELECT DISTINCT hashtext(id) AS key FROM unnest($2::text[]) AS p (id) ORDER BY 1) keys`,
    [THROTTLE_LOCKS, people],
  );
}

/** When these people were contacted within the last hour, oldest first, as far as it counts. */
export async function readThrottleTally(
  tx: Tx,
  people: readonly PersonId[],
  now: Temporal.Instant,
): Promise<ThrottleTally> {
  const { rows } = await tx.query<{ person_id: PersonId; at: Temporal.Instant }>(
    `SELECT e.person_id, e.at FROM people.recipient r
     JOIN engine.throttle_entry e ON e.tenant_id = r.tenant_id AND e.person_id = r.id
     WHERE r.id = ANY($1::uuid[]) AND e.digest_occ_id IS NULL AND e.at > $2 AND e.at <= $3 ORDER BY e.at`,
    [people, now.subtract({ hours: 1 }).toString(), now.toString()],
  );
  const tally = new Map<PersonId, Temporal.Instant[]>();
  for (const { person_id: id, at } of rows) tally.set(id, [...(tally.get(id) ?? []), at]);
  return tally;
}

export interface NewThrottleEntry {
  tenantId: TenantId;
  personId: PersonId;
  at: Temporal.Instant;
  day: string;
  occId: OccId;
  seq: number;
  target: number;
  /** null: it was sent. */
  digestOccId: OccId | null;
  title: string;
}

/** In key order; idempotent by the key. */
export async function insertThrottleEntries(tx: Tx, entries: readonly NewThrottleEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `INSERT INTO engine.throttle_entry (tenant_id, person_id, at, day, occ_id, seq, target, digest_occ_id, title)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::date[], $5::uuid[], $6::int[], $7::smallint[],
       $8::uuid[], $9::text[]) AS e (tenant_id, person_id, at, day, occ_id, seq, target, digest_occ_id, title)
     ORDER BY tenant_id, person_id, at, occ_id, seq, target ON CONFLICT DO NOTHING`,
    [
      entries.map((e) => e.tenantId),
      entries.map((e) => e.personId),
      entries.map((e) => e.at.toString()),
      entries.map((e) => e.day),
      entries.map((e) => e.occId),
      entries.map((e) => e.seq),
      entries.map((e) => e.target),
      entries.map((e) => e.digestOccId),
      entries.map((e) => e.title),
    ],
  );
}

/** Deletes what no digest lists and nothing counts any more, of these people alone: their locks are held. */
export async function forgetThrottleEntries(
  tx: Tx,
  entries: readonly Pick<NewThrottleEntry, 'tenantId' | 'personId'>[],
  before: Temporal.Instant,
): Promise<void> {
  await tx.query(
    `DELETE FROM engine.throttle_entry e USING (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[])) AS p (tenant_id, person_id)
     WHERE e.tenant_id = p.tenant_id AND e.person_id = p.person_id AND e.at < $3`,
    [entries.map((e) => e.tenantId), entries.map((e) => e.personId), before.toString()],
  );
}

/** What each of these digests has to list, in the order in which it was held back. */
export async function readDigestTitles(tx: Tx, digests: readonly OccId[]): Promise<Map<OccId, string[]>> {
  if (digests.length === 0) return new Map();
  const { rows } = await tx.query<{ digest_occ_id: OccId; titles: string[] }>(
    `SELECT digest_occ_id, array_agg(title ORDER BY at, occ_id, seq, target) AS titles
     FROM engine.throttle_entry WHERE digest_occ_id = ANY($1::uuid[]) GROUP BY digest_occ_id`,
    [digests],
  );
  return new Map(rows.map(({ digest_occ_id: id, titles }) => [id, titles]));
}

export interface Digest {
  scheduleId: string;
  tenantId: TenantId;
  shard: number;
  personId: PersonId;
  at: Temporal.Instant;
}

/** Schedules for digests: once each, of low importance, without a policy. In key order; idempotent by the key. */
export async function insertDigestSchedules(tx: Tx, digests: readonly Digest[], now: Temporal.Instant): Promise<void> {
  if (digests.length === 0) return;
  await tx.query(
    `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, rule, recurring, time_zone, importance,
       late_limit, created_at)
     SELECT id, tenant_id, shard, person_id, 'digest', 'Held back, so that not too much came at once',
       jsonb_build_object('type', 'once', 'at', at), false, 'UTC', 'low', 'PT24H', $6
     FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::uuid[], $5::text[]) AS d (id, tenant_id, shard, person_id, at)
     ORDER BY id ON CONFLICT DO NOTHING`,
    [
      digests.map((d) => d.scheduleId),
      digests.map((d) => d.tenantId),
      digests.map((d) => d.shard),
      digests.map((d) => d.personId),
      digests.map((d) => d.at.toString()),
      now.toString(),
    ],
  );
}
