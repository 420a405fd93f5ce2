import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ConsentEvent } from '../domain/relationship.ts';

/** Adds to the ledger; nobody but the database's owner could change or remove what stands there. */
export async function appendConsent(tx: Tx, tenantId: TenantId, event: Omit<ConsentEvent, 'id'>): Promise<void> {
  await tx.query(
    `INSERT INTO people.consent_event (id, tenant_id, at, kind, channel, address, person_id, relationship_id, actor, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newId(),
      tenantId,
      event.at.toString(),
      event.kind,
      event.channel,
      event.address,
      event.personId,
      event.relationshipId,
      event.actor,
      event.evidence,
    ],
  );
}

export interface ConsentPage {
  limit: number;
  after?: { at: string; id: string } | undefined;
}

/** A page of those that one index serves. */
const page = `AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3::uuid)) ORDER BY at DESC, id DESC LIMIT $4`;

/**
 * What a person said, what was said of an address that is theirs, and what others said about being asked for them;
 * newest first, one row more than `limit` where there are more. Each of the three by an index of its own: by one condition for
 * all of them the whole ledger of the tenant would be read.
 */
export async function listConsent(tx: Tx, personId: PersonId, { limit, after }: ConsentPage): Promise<ConsentEvent[]> {
  const { rows } = await tx.query<ConsentEvent>(
    `SELECT e.id, e.at, e.kind, e.channel, e.address, e.person_id AS "personId",
       e.relationship_id AS "relationshipId", e.actor, e.evidence
     FROM (
       (SELECT * FROM people.consent_event WHERE person_id = $1 ${page})
       UNION
       SELECT own.* FROM people.relationship r CROSS JOIN LATERAL (
         SELECT * FROM people.consent_event WHERE relationship_id = r.id ${page}) own
       WHERE r.person_id = $1
       UNION
       SELECT own.* FROM people.contact_point c CROSS JOIN LATERAL (
         SELECT * FROM people.consent_event WHERE channel = c.channel AND address = c.address ${page}) own
       WHERE c.person_id = $1
     ) e
     ORDER BY e.at DESC, e.id DESC LIMIT $4`,
    [personId, after?.at ?? null, after?.id ?? null, limit + 1],
  );
  return rows;
}
