import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Relationship } from '../domain/relationship.ts';

const columns = `r.id, r.person_id AS "forPersonId", r.related_person_id AS "personId", p.name AS "personName", r.role,
  r.permissions, r.consent, r.priority, r.privacy, r.version, r.created_at AS "createdAt"`;
const living = `FROM people.relationship r JOIN people.person p ON p.id = r.related_person_id
  WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL`;

interface RelationshipKey {
  forPersonId: PersonId;
  id: string;
}

export async function readRelationship(tx: Tx, { forPersonId, id }: RelationshipKey): Promise<Relationship | null> {
  const { rows } = await tx.query<Relationship>(`SELECT ${columns} ${living} AND r.person_id = $1 AND r.id = $2`, [
    forPersonId,
    id,
  ]);
  return rows[0] ?? null;
}

export interface RelationshipPage {
  limit: number;
  after?: { priority: number; id: string } | undefined;
}

/** In the order in which they are asked; one row more than `limit` where there are more. */
export async function listRelationships(
  tx: Tx,
  forPersonId: PersonId,
  { limit, after }: RelationshipPage,
): Promise<Relationship[]> {
  const { rows } = await tx.query<Relationship>(
    `SELECT ${columns} ${living} AND r.person_id = $1
       AND ($2::int IS NULL OR (r.priority, r.id) > ($2, $3::uuid))
     ORDER BY r.priority, r.id LIMIT $4`,
    [forPersonId, after?.priority ?? null, after?.id ?? null, limit + 1],
  );
  return rows;
}

/** The caller has locked the person's row, so that two cannot take the same. */
export async function nextPriority(tx: Tx, forPersonId: PersonId): Promise<number> {
  const { rows } = await tx.query<{ next: number }>(
    `SELECT coalesce(max(priority), 0) + 1 AS next FROM people.relationship WHERE person_id = $1 AND deleted_at IS NULL`,
    [forPersonId],
  );
  return rows[0]?.next ?? 1;
}

type Written = Omit<Relationship, 'personName'>;

/** @returns false where the two have this role already */
export async function insertRelationship(tx: Tx, tenantId: TenantId, given: Written): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO people.relationship (id, tenant_id, person_id, related_person_id, role, permissions, consent, priority,
       privacy, version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      given.id,
      tenantId,
      given.forPersonId,
      given.personId,
      given.role,
      JSON.stringify(given.permissions),
      given.consent,
      given.priority,
      given.privacy,
      given.version,
      given.createdAt.toString(),
    ],
  );
  return rowCount === 1;
}

/** @throws of the database: 23505 where the two have this role already */
export async function updateRelationship(tx: Tx, given: Written): Promise<void> {
  await tx.query(
    `UPDATE people.relationship SET role = $2, permissions = $3, consent = $4, priority = $5, privacy = $6, version = $7
     WHERE id = $1`,
    [
      given.id,
      given.role,
      JSON.stringify(given.permissions),
      given.consent,
      given.priority,
      given.privacy,
      given.version,
    ],
  );
}

export async function endRelationship(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx.query('UPDATE people.relationship SET deleted_at = $2 WHERE id = $1', [id, at.toString()]);
}
