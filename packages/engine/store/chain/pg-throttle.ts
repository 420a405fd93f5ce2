import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { lockSpaces } from '@belfry/platform/advisory-locks';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { ThrottleTally } from '../../domain/throttle.ts';
import type { PolicyVersionKey } from '../policies/pg-policies-of-turns.ts';
import { stoppedBecause } from './pg-turn-context.ts';

/**
 * Locks the throttle of these people against other claims until the commit, in key order, so that two claims together
 * send no more than one may. Read what counts in a later statement.
 */
export async function lockThrottle(tx: Tx, people: readonly PersonId[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock($1, key)
     FROM (SELECT DISTINCT hashtext(id) AS key FROM unnest($2::text[]) AS p (id) ORDER BY 1) keys`,
    [lockSpaces.throttle, people],
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
}

/** In key order; idempotent by the key. */
export async function insertThrottleEntries(tx: Tx, entries: readonly NewThrottleEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `INSERT INTO engine.throttle_entry (tenant_id, person_id, at, day, occ_id, seq, target, digest_occ_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::date[], $5::uuid[], $6::int[], $7::smallint[],
       $8::uuid[]) AS e (tenant_id, person_id, at, day, occ_id, seq, target, digest_occ_id)
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

/** A contact that was held back for a digest, and the occurrence it belongs to. */
export interface HeldRow extends PolicyVersionKey {
  digestOccId: OccId;
  tenantId: TenantId;
  day: string;
  occId: OccId;
  readerId: PersonId;
  aboutId: PersonId;
  aboutName: string;
  title: string;
  /** By which it could have gone, the one that was meant first. */
  channels: string[];
}

/**
 * What each of these digests has to tell of as things stand now, in the order in which it was held back. What has been
 * answered or ended since, whose schedule rests or is over and whose person has been removed is left out. Reads only.
 */
export async function readHeld(tx: Tx, digests: readonly OccId[]): Promise<HeldRow[]> {
  if (digests.length === 0) return [];
  const { rows } = await tx.query<HeldRow>(
    `SELECT e.digest_occ_id AS "digestOccId", e.tenant_id AS "tenantId", e.day, e.occ_id AS "occId",
       e.person_id AS "readerId", r.id AS "aboutId", r.name AS "aboutName", s.title,
       t.policy_id AS "policyId", t.policy_version AS "policyVersion", k.channels
     FROM engine.throttle_entry e
     JOIN engine.turn t ON t.day = e.day AND t.occ_id = e.occ_id AND t.seq = e.seq
     JOIN engine.schedule s ON s.id = t.schedule_id AND (${stoppedBecause}) IS NULL
     JOIN people.recipient r ON r.id = t.person_id AND r.deleted_at IS NULL
     CROSS JOIN LATERAL (
       SELECT jsonb_build_array(c -> 'channel') || (c -> 'alternatives') AS channels
       FROM jsonb_array_elements(t.contacts) c WHERE (c ->> 'target')::int = e.target
     ) k
     WHERE e.digest_occ_id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT FROM engine.turn l WHERE l.day = e.day AND l.occ_id = e.occ_id AND l.seq > e.seq
         AND l.state NOT IN ('open', 'exhausted'))
     ORDER BY e.at, e.occ_id, e.seq, e.target`,
    [digests],
  );
  return rows;
}

export interface NewDigest {
  scheduleId: string;
  tenantId: TenantId;
  shard: number;
  personId: PersonId;
  at: Temporal.Instant;
}

/** Schedules for digests: once each, of low importance, without a policy. In key order; idempotent by the key. */
export async function insertDigestSchedules(
  tx: Tx,
  digests: readonly NewDigest[],
  now: Temporal.Instant,
): Promise<void> {
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
