import { newId, type TenantId } from '@belfry/kernel/ids';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, inTenant, inTransaction, openDatabase } from './database.ts';

const [ours, theirs] = [newId<TenantId>(), newId<TenantId>()];
let url: string;
let close: () => Promise<void>;
let owner: pg.Client;
let database: Database;
/** Every table with a tenant_id column that is no partition of another, and what the application may do with it. */
let tables: { name: string; privileges: string[] }[];

beforeAll(async () => {
  ({ url, close } = await testDatabase());
  owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(
    `SELECT engine.ensure_partitions('2027-01-01', '2027-01-31'), eventlog.ensure_partition('2027-01-01')`,
  );
  const { rows } = await owner.query<{ name: string; privileges: string[] }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
       array(SELECT p FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS p
             WHERE has_table_privilege('belfry_app', c.oid, p)) AS privileges
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  tables = rows;
  for (const { name } of tables) for (const tenant of [ours, theirs]) await insertAnyRow(name, tenant);
  database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 4 });
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await close();
});

/** A row that fits the table, made by the owner, whom no policy binds: of each column its simplest value. */
async function insertAnyRow(table: string, tenant: string): Promise<void> {
  const { rows } = await owner.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef`,
    [table],
  );
  const needed = rows.filter(({ name }) => name !== 'tenant_id');
  const columns = [...needed.map(({ name }) => name), 'tenant_id'];
  const values = [...needed.map(({ name, type }) => (name.endsWith('_id') ? newId() : simplest(type))), tenant];
  const places = values.map((_, index) => `$${index + 1}`);
  await withoutConstraints(table, () =>
    owner.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`, values),
  );
}

/** Nothing here is about who refers to whom, or whether a counter says what it counts. */
async function withoutConstraints(table: string, body: () => Promise<unknown>): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'f'`,
    [table],
  );
  for (const { name } of rows) await owner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const { rows: triggers } = await owner.query<{ name: string }>(
    'SELECT tgname AS name FROM pg_trigger WHERE tgrelid = $1::regclass AND tgdeferrable AND NOT tgisinternal',
    [table],
  );
  for (const { name } of triggers) await owner.query(`DROP TRIGGER ${name} ON ${table}`);
  await body();
}

function simplest(type: string): string | number {
  if (/^(small|big)?int/.test(type)) return 1;
  if (type === 'uuid') return newId();
  if (type === 'jsonb') return '[]';
  if (type === 'boolean') return 'true';
  if (type === 'date') return '2027-01-15';
  if (type.startsWith('timestamp')) return '2027-01-15T09:00:00Z';
  return newId();
}

const count = 'SELECT count(*)::int AS count, count(*) FILTER (WHERE tenant_id = $1)::int AS ours FROM';

describe('row-level security', () => {
  test('is on wherever there is a tenant, with a policy for the application', async () => {
    expect(tables.length).toBeGreaterThan(10);
    const { rows } = await owner.query(
      `SELECT c.oid::regclass::text AS name FROM pg_class c
       WHERE c.oid = ANY($1::regclass[]) AND (NOT c.relrowsecurity OR NOT EXISTS (
         SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'belfry_app'::regrole = ANY(p.polroles)
           AND pg_get_expr(p.polqual, p.polrelid) ~ 'app.tenant' AND pg_get_expr(p.polwithcheck, p.polrelid) ~ 'app.tenant'))`,
      [tables.map(({ name }) => name)],
    );
    expect(rows).toEqual([]);
  });

  test('cannot be passed by way of a partition: nobody but the owner may touch one', async () => {
    const { rows } = await owner.query(
      `SELECT c.oid::regclass, r.rolname FROM pg_class c CROSS JOIN pg_roles r
       WHERE c.relispartition AND c.relkind = 'r' AND r.rolname LIKE 'belfry\\_%' AND r.rolname <> current_user
         AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`,
    );
    expect(rows).toEqual([]);
    const { rows: partitions } = await owner.query('SELECT FROM pg_class WHERE relispartition');
    expect(partitions.length).toBeGreaterThan(30);
  });

  test('cannot be passed by way of a view: each reads as whoever asks', async () => {
    const { rows } = await owner.query(
      `SELECT c.oid::regclass::text AS name, c.reloptions FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { name, reloptions } of rows) expect([name, reloptions]).toEqual([name, ['security_invoker=true']]);
  });

  test('shows nothing without a tenant, and only its own to one; engine code, the control, sees all', async () => {
    const { app, engine } = database.pools;
    for (const { name, privileges } of tables) {
      const seen = (rows: { count: number; ours: number }[]) => [name, rows[0]!.count, rows[0]!.ours];
      if (privileges.includes('SELECT')) {
        expect(seen((await app.query(`${count} ${name}`, [ours])).rows)).toEqual([name, 0, 0]);
        const mine = await inTenant(app, ours, (tx) => tx.query(`${count} ${name}`, [ours]));
        expect(seen(mine.rows)).toEqual([name, 1, 1]);
      } else await expect(app.query(`${count} ${name}`, [ours])).rejects.toMatchObject({ code: '42501' });
      expect(seen((await engine.query(`${count} ${name}`, [ours])).rows)).toEqual([name, 2, 1]);
    }
  });

  test('lets nothing be written without a tenant, nor in the name of another', async () => {
    const { app } = database.pools;
    for (const { name, privileges } of tables.filter((table) => table.privileges.includes('INSERT'))) {
      const columns = await writableColumns(name);
      const copy = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM jsonb_populate_record(NULL::${name}, $1)`;
      const { rows } = await owner.query(`SELECT to_jsonb(t) AS row FROM ${name} t WHERE tenant_id = $1`, [theirs]);
      // One after the other: a second attempt that is refused first would be heard by nobody.
      for (const attempt of [
        () => app.query(copy, [rows[0].row]),
        () => inTenant(app, ours, (tx) => tx.query(copy, [rows[0].row])),
      ])
        await expect(attempt(), name).rejects.toMatchObject({ code: '42501' });
      if (privileges.includes('UPDATE')) {
        const steal = inTenant(app, ours, (tx) => tx.query(`UPDATE ${name} SET tenant_id = $1`, [theirs]));
        await expect(steal, name).rejects.toMatchObject({ code: '42501' });
      }
      if (privileges.includes('DELETE')) {
        const { rowCount } = await app.query(`DELETE FROM ${name}`);
        expect([name, rowCount]).toEqual([name, 0]);
      }
    }
  });

  test('leaves no tenant behind on a connection that goes back to the pool', async () => {
    const { app } = database.pools;
    await Promise.all(Array.from({ length: 8 }, () => inTenant(app, ours, (tx) => tx.query('SELECT 1'))));
    await inTenant(app, ours, () => Promise.reject(new Error('undone'))).catch(() => {});
    const settings = await Promise.all(
      Array.from({ length: 8 }, () => app.query(`SELECT current_setting('app.tenant', true) AS tenant`)),
    );
    for (const { rows } of settings) expect(rows[0].tenant || null).toBeNull();
  });
});

/** Without those that are computed. */
async function writableColumns(table: string): Promise<string> {
  const { rows } = await owner.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  return rows[0]!.columns;
}

describe('the roles that log in', () => {
  test('own nothing, are no superusers, bypass nothing and are members of nothing', async () => {
    const { rows } = await owner.query(
      `SELECT rolname FROM pg_roles r WHERE rolname LIKE 'belfry\\_%' AND rolname <> current_user AND (
         rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
         OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
         OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
         OR EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = r.oid))`,
    );
    expect(rows).toEqual([]);
  });

  test('cannot become another role', async () => {
    const { rows } = await owner.query<{ rolname: string }>('SELECT rolname FROM pg_roles');
    for (const { rolname } of rows.filter((role) => role.rolname !== 'belfry_app')) {
      const becoming = database.pools.app.query(`SET ROLE ${pg.escapeIdentifier(rolname)}`);
      await expect(becoming, rolname).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('are the ones our pools log in as', async () => {
    for (const [role, pool] of Object.entries(database.pools)) {
      const { rows } = await pool.query('SELECT session_user, current_user');
      expect(rows).toEqual([{ session_user: `belfry_${role}`, current_user: `belfry_${role}` }]);
    }
  });

  test.each(['engine.turn', 'engine.outcome', 'engine.policy_version'])(
    'cannot change or remove what stands in %s',
    async (table) => {
      for (const role of ['app', 'engine'] as const) {
        for (const statement of [
          `UPDATE ${table} SET tenant_id = tenant_id`,
          `DELETE FROM ${table}`,
          `TRUNCATE ${table}`,
        ]) {
          const attempt = inTransaction(database.pools[role], (tx) => tx.query(statement));
          await expect(attempt, `${role}: ${statement}`).rejects.toMatchObject({ code: '42501' });
        }
      }
    },
  );

  test('keep to their own rooms: identity and sandbox are closed to all others', async () => {
    const { rows } = await owner.query<{ name: string; role: string }>(
      `SELECT c.oid::regclass::text AS name, r.rolname AS role
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN pg_roles r
       WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('identity', 'sandbox', 'engine', 'people', 'platform', 'channels', 'eventlog')
         AND r.rolname IN ('belfry_app', 'belfry_engine', 'belfry_identity', 'belfry_sandbox')
         AND has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')`,
    );
    const rooms = Map.groupBy(rows, ({ role }) => role);
    const of = (role: string) => [...new Set((rooms.get(role) ?? []).map(({ name }) => name.split('.')[0]))].toSorted();
    expect(of('belfry_identity')).toEqual(['identity']);
    expect(of('belfry_sandbox')).toEqual(['sandbox']);
    expect(of('belfry_app')).toEqual(['channels', 'engine', 'eventlog', 'people', 'platform']);
    expect(of('belfry_engine')).toEqual(['channels', 'engine', 'eventlog', 'people', 'platform']);
  });
});
