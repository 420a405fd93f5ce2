import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, roles, roleUrl } from '@belfry/platform/database';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { migrate } from '@belfry/platform/migrate';
import { type PgBouncer, startPgBouncer } from '@belfry/testkit/pgbouncer';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrationsFolder } from '../../migrations-folder.ts';
import { root } from './read-operations.ts';

/** deploy/postgres/roles.sql and deploy/pgbouncer/pgbouncer.ini as they are, on servers of their own. */
const secrets = { owner_password: "the owner's", pgbouncer_password: 'of the pool' };
const undo: (() => Promise<unknown>)[] = [];
let direct: string;
let superuser: string;
let pool: PgBouncer;

async function asUser<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return body(client).finally(() => client.end());
}
const whoAmI = (url: string) =>
  asUser(url, async (client) => (await client.query<{ name: string }>('SELECT current_user AS name')).rows[0]!.name);

function urlOf(base: string, user: string, password: string, database = 'belfry'): string {
  const url = new URL(base);
  [url.username, url.password, url.pathname] = [user, password, `/${database}`];
  return url.href;
}

describe.runIf(inject('pgBouncer'))('the pool as it is deployed', () => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'belfry-deployed-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: { fsync: 'off' } });
    undo.push(() => postgres.stop());
    const passwords = JSON.parse(await readFile(join(folder, 'postgres-passwords.json'), 'utf8'));
    superuser = urlOf(postgres.url, 'postgres', passwords.superuser, 'postgres');
    // As the image leaves it: a database of the superuser's, and nobody else.
    await asUser(superuser, async (client) => {
      for (const statement of ['DROP DATABASE belfry', 'DROP ROLE belfry', 'CREATE DATABASE belfry'])
        await client.query(statement);
    });
    const sql = await readFile(join(root, 'deploy/postgres/roles.sql'), 'utf8');
    const filled = sql.replaceAll(/:'(\w+)'/g, (_, name: keyof typeof secrets) => pg.escapeLiteral(secrets[name]));
    await asUser(urlOf(superuser, 'postgres', passwords.superuser), (client) => client.query(filled));
    direct = urlOf(postgres.url, 'belfry', secrets.owner_password);
    await migrate({ url: direct, folder: migrationsFolder });
    const asking = { name: 'pgbouncer', password: secrets.pgbouncer_password };
    pool = await startPgBouncer({ folder, serverUrl: direct, asking });
    undo.push(async () => pool[Symbol.asyncDispose]());
  }, 120_000);
  afterAll(async () => {
    for (const one of undo.toReversed()) await one();
  });

  test('lets in each role by the password that follows from the owner’s, which nobody told it', async () => {
    const database = openDatabase({ url: direct, pooledUrl: pool.url, poolMin: 0, poolMax: 4 });
    for (const role of roles) {
      const { rows } = await database.pools[role].query('SELECT current_user AS name');
      expect(rows).toEqual([{ name: `belfry_${role}` }]);
    }
    await database.close();
  });

  test('and, once the owner’s has been changed, by the new one', async () => {
    const changed = urlOf(direct, 'belfry', 'another');
    await asUser(superuser, (client) => client.query(`ALTER ROLE belfry PASSWORD 'another'`));
    await migrate({ url: changed, folder: migrationsFolder });
    expect(await whoAmI(roleUrl({ url: changed, pooledUrl: pool.url }, 'app'))).toBe('belfry_app');
    await expect(whoAmI(roleUrl({ url: direct, pooledUrl: pool.url }, 'app'))).rejects.toThrow();
  });

  test('lets in nobody else: no wrong password, not the superuser, not the owner, whom it does not look up', async () => {
    await expect(whoAmI(urlOf(pool.url, 'belfry_app', 'wrong'))).rejects.toThrow();
    await expect(whoAmI(urlOf(pool.url, 'belfry', secrets.owner_password))).rejects.toThrow();
    await expect(whoAmI(urlOf(pool.url, 'postgres', new URL(superuser).password))).rejects.toThrow();
    // As the control: the same server lets the superuser in.
    expect(await whoAmI(superuser)).toBe('postgres');
  });

  test('by its own account only who a role is can be asked, and of no role but ours', async () => {
    await asUser(urlOf(direct, 'pgbouncer', secrets.pgbouncer_password), async (client) => {
      const find = async (name: string) =>
        (await client.query('SELECT verifier FROM pgbouncer.find_role($1)', [name])).rows.map(({ verifier }) =>
          verifier.slice(0, 13),
        );
      expect([await find('belfry_engine'), await find('postgres'), await find('belfry')]).toEqual([
        ['SCRAM-SHA-256'],
        [],
        [],
      ]);
      await expect(client.query('SELECT * FROM pg_authid')).rejects.toThrow('permission denied');
      await expect(client.query('SELECT * FROM people.person')).rejects.toThrow('permission denied');
    });
  });
});
