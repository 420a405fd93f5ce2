import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { plainArray, textArray } from '@belfry/platform/array-literals';
import type { Tx } from '@belfry/platform/database';

/** What templates may say of a person, as it stands now. */
export interface Profile {
  id: PersonId;
  name: string;
  firstName: string | null;
  lastName: string | null;
  locale: string;
  timeZone: string;
  city: string | null;
  country: string | null;
  birthDate: string | null;
  anniversaryDate: string | null;
  dates: Readonly<Record<string, string>>;
}

export async function readProfiles(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, Profile>> {
  const { rows } = await tx.query<Profile>(
    `SELECT id, name, first_name AS "firstName", last_name AS "lastName", locale, time_zone AS "timeZone", city, country,
       birth_date AS "birthDate", anniversary_date AS "anniversaryDate", dates
     FROM people.profile WHERE id = ANY($1::uuid[])`,
    [plainArray(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export interface Greeting {
  tenantId: TenantId;
  personId: PersonId;
  kind: string;
  year: number;
}

/**
 * Notes to which addresses greetings go, but for those whose address has had the same one this year as another person's,
 * who has been removed since: they are the same person, imported again.
 * @returns those
 */
export async function noteGreeted(tx: Tx, greetings: readonly Greeting[]): Promise<Greeting[]> {
  if (greetings.length === 0) return [];
  const { rows } = await tx.query<Greeting>(
    `WITH mine AS (
       SELECT g.tenant_id, g.kind, g.year, c.channel, c.address, g.person_id
       FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::uuid[]) AS g (tenant_id, kind, year, person_id)
       JOIN people.recipient_by_contact c ON c.id = g.person_id AND c.address IS NOT NULL AND c.channel <> 'inbox'
     ), had AS (
       SELECT DISTINCT m.tenant_id, m.kind, m.year, m.person_id FROM mine m
       JOIN greetings.greeted b ON b.tenant_id = m.tenant_id AND b.kind = m.kind AND b.year = m.year
         AND b.channel = m.channel AND b.address = m.address AND b.person_id <> m.person_id
       JOIN people.profile p ON p.id = b.person_id AND p.deleted_at IS NOT NULL
     ), noted AS (
       INSERT INTO greetings.greeted (tenant_id, kind, year, channel, address, person_id)
       SELECT m.* FROM mine m
       WHERE NOT EXISTS (SELECT FROM had h WHERE h.person_id = m.person_id AND h.kind = m.kind AND h.year = m.year)
       ORDER BY 1, 2, 3, 4, 5, 6 ON CONFLICT DO NOTHING
     )
     SELECT tenant_id AS "tenantId", kind, year, person_id AS "personId" FROM had`,
    [
      plainArray(greetings.map(({ tenantId }) => tenantId)),
      textArray(greetings.map(({ kind }) => kind)),
      plainArray(greetings.map(({ year }) => year)),
      plainArray(greetings.map(({ personId }) => personId)),
    ],
  );
  return rows;
}

/** Titles and dates of the kinds of these tenants; of a usual one that nobody has edited there is no row. */
export async function readKindsOf(
  tx: Tx,
  tenantIds: readonly TenantId[],
): Promise<Map<string, { title: string; field: string }>> {
  const { rows } = await tx.query<{ tenantId: TenantId; name: string; title: string; field: string }>(
    'SELECT tenant_id AS "tenantId", name, title, field FROM greetings.kind WHERE tenant_id = ANY($1::uuid[])',
    [plainArray(tenantIds)],
  );
  return new Map(rows.map(({ tenantId, name, ...kind }) => [`${tenantId} ${name}`, kind]));
}
