import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Person } from '../contract.ts';

const columns = `p.id, p.name, p.first_name AS "firstName", p.last_name AS "lastName", p.time_zone AS "timeZone", p.locale,
  p.birth_date AS "birthDate", p.anniversary_date AS "anniversaryDate", p.external_id AS "externalId",
  p.created_at AS "createdAt", coalesce((
    SELECT jsonb_agg(jsonb_build_object('channel', c.channel, 'address', c.address) ORDER BY c.position)
    FROM people.contact_point c WHERE c.person_id = p.id), '[]'::jsonb) AS "contactPoints"`;

/** A person of the transaction's tenant, or null; removed ones are null too. */
export async function readPerson(tx: Tx, id: PersonId): Promise<Person | null> {
  const { rows } = await tx.query<Person>(
    `SELECT ${columns} FROM people.person p WHERE p.id = $1 AND p.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/** Names by id, of those that exist in the transaction's tenant. */
export async function readPersonNames(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, string>> {
  const { rows } = await tx.query<{ id: PersonId; name: string }>(
    'SELECT id, name FROM people.person WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface PeoplePosition {
  createdAt: string;
  id: string;
}

/** Newest first; one row more than `limit` where there are more. */
export async function listPeople(tx: Tx, limit: number, after: PeoplePosition | undefined): Promise<Person[]> {
  const { rows } = await tx.query<Person>(
    `SELECT ${columns} FROM people.person p
     WHERE p.deleted_at IS NULL AND ($1::timestamptz IS NULL OR (p.created_at, p.id) < ($1, $2::uuid))
     ORDER BY p.created_at DESC, p.id DESC LIMIT $3`,
    [after?.createdAt ?? null, after?.id ?? null, limit + 1],
  );
  return rows;
}

/** @returns false where another living person of the tenant has the same `externalId` */
export async function insertPerson(tx: Tx, tenantId: TenantId, person: Person): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO people.person (id, tenant_id, name, first_name, last_name, time_zone, locale, birth_date,
       anniversary_date, external_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      person.id,
      tenantId,
      person.name,
      person.firstName,
      person.lastName,
      person.timeZone,
      person.locale,
      person.birthDate,
      person.anniversaryDate,
      person.externalId,
      person.createdAt.toString(),
    ],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    `INSERT INTO people.contact_point (person_id, tenant_id, channel, address, position)
     SELECT $1, $2, channel, address, position - 1
     FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS c (channel, address, position)`,
    [
      person.id,
      tenantId,
      person.contactPoints.map((point) => point.channel),
      person.contactPoints.map((point) => point.address),
    ],
  );
  return true;
}
