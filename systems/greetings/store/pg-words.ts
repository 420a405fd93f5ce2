import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { plainArray } from '@belfry/platform/array-literals';
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

/** Somebody who has been removed, and whose address was one that somebody has now. */
export interface Predecessor extends Pick<Profile, 'birthDate' | 'anniversaryDate' | 'dates'> {
  /** Who has the address now. */
  personId: PersonId;
  removedId: PersonId;
}

/**
 * Each address is looked up by its key, whatever the statistics say (docs/decisions/0050). Those alone that are somebody's: a
 * webhook may be everybody's, and each would be compared with all.
 */
export async function readPredecessors(tx: Tx, ids: readonly PersonId[]): Promise<Predecessor[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<Predecessor>(
    `SELECT DISTINCT i.id AS "personId", p.id AS "removedId",
       p.birth_date AS "birthDate", p.anniversary_date AS "anniversaryDate", p.dates
     FROM unnest($1::uuid[]) AS i (id)
     CROSS JOIN LATERAL (
       SELECT tenant_id, channel, address FROM people.contact_point WHERE person_id = i.id AND channel IN ('email', 'sms') OFFSET 0) mine
     CROSS JOIN LATERAL (
       SELECT person_id, tenant_id FROM people.contact_point
       WHERE channel = mine.channel AND address = mine.address OFFSET 0) theirs
     CROSS JOIN LATERAL (
       SELECT id, birth_date, anniversary_date, dates FROM people.profile
       WHERE id = theirs.person_id AND deleted_at IS NOT NULL OFFSET 0) p
     WHERE theirs.person_id <> i.id AND theirs.tenant_id = mine.tenant_id`,
    [plainArray(ids)],
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
