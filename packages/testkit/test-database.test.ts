import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { testDatabase } from './test-database.ts';

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('a test database is migrated, and belongs to a role that row-level security would bind if it were not the owner', async () => {
  const database = await testDatabase();
  const rows = await query(
    database.url,
    `SELECT to_regclass('platform.idempotency_key') IS NOT NULL AS migrated, rolsuper, rolbypassrls
       FROM pg_roles WHERE rolname = current_user`,
  );
  expect(rows).toEqual([{ migrated: true, rolsuper: false, rolbypassrls: false }]);
  await database.close();
});

test.skipIf(inject('postgresMajor') === null)('it is on the PostgreSQL that this run is meant for', async () => {
  const database = await testDatabase();
  const rows = await query(database.url, `SELECT current_setting('server_version_num')::int / 10000 AS major`);
  expect(rows).toEqual([{ major: inject('postgresMajor') }]);
  await database.close();
});

test('two test databases do not see one another', async () => {
  const [left, right] = await Promise.all([testDatabase(), testDatabase()]);
  await query(left.url, 'CREATE TABLE public.only_left (id int)');
  expect(await query(left.url, `SELECT to_regclass('public.only_left') IS NOT NULL AS found`)).toEqual([
    { found: true },
  ]);
  expect(await query(right.url, `SELECT to_regclass('public.only_left') IS NOT NULL AS found`)).toEqual([
    { found: false },
  ]);
  await Promise.all([left.close(), right.close()]);
});

test('closing drops the database under whoever is still connected', async () => {
  const database = await testDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  await database.close();
  await expect(query(database.url, 'SELECT 1')).rejects.toThrow('does not exist');
});
