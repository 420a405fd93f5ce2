import { personPrefix, tenant, uuidOf } from './ids.ts';
import { zones } from './load-plans.ts';
import { intoMigrated } from './load-reminders.ts';

const perStatement = 500_000;

/** Names as they are shared: of ten millions 500 have a last name, and 20,000 a first. */
export const names = { first: (n: number) => `Given${n % 500}`, last: (n: number) => `Family${n % 20_011}` };

/** An organisation's people, each with an address and an id of its own; born on any day from 1950 to 1999, in 400 zones. */
export function loadDirectory(databaseUrl: string, count: number): Promise<void> {
  return intoMigrated(databaseUrl, async (client) => {
    // The oldest organisation is the one that a key is made for where none is named.
    await client.query(`INSERT INTO identity.organization (id, name, slug) VALUES (${tenant}, 'Many', 'many')`);
    await client.query(
      `INSERT INTO identity."user" (id, name, email) VALUES (${tenant}, 'Owner', 'owner@belfry.invalid')`,
    );
    await client.query(
      `INSERT INTO identity.member (id, organization_id, user_id, role) VALUES (${tenant}, ${tenant}, ${tenant}, 'owner')`,
    );
    for (let first = 0; first < count; first += perStatement) {
      const last = Math.min(first + perStatement, count) - 1;
      await client.query(people, [first, last, zones]);
      await client.query(contactPoints, [first, last]);
      await client.query(nameWords, [first, last]);
    }
  });
}

const people = `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, external_id, created_at)
  SELECT ${uuidOf(personPrefix, 'piece')}, ${tenant}, 'Given' || piece % 500 || ' Family' || piece % 20011, ($3::text[])[1 + piece % cardinality($3::text[])],
    'en', date '1950-01-01' + (piece::bigint * 7919 % 18262)::int, 'E-' || piece,
    timestamptz '2026-01-01 00:00Z' + piece * interval '1 ms'
  FROM generate_series($1::int, $2::int) AS piece`;

const contactPoints = `INSERT INTO people.contact_point (person_id, position, tenant_id, channel, address)
  SELECT ${uuidOf(personPrefix, 'piece')}, 0, ${tenant}, 'email', 'person' || piece || '@example.com'
  FROM generate_series($1::int, $2::int) AS piece`;

const nameWords = `INSERT INTO people.name_word (tenant_id, word, person_id)
  SELECT ${tenant}, word, ${uuidOf(personPrefix, 'piece')}
  FROM generate_series($1::int, $2::int) AS piece, unnest(ARRAY['given' || piece % 500, 'family' || piece % 20011]) AS word`;
