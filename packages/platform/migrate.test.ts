import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { administer, urlOf } from '@belfry/testkit/template-database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrate, pendingMigrations } from './migrate.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'apps/server/migrations');
let server: string;
let closeServer: () => Promise<void>;
let url: string;
let name: string;

beforeAll(async () => {
  ({ url: server, close: closeServer } = await testDatabase());
  name = `${new URL(server).pathname.slice(1)}_bare`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  url = urlOf(server, name);
});

afterAll(async () => {
  await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  await closeServer();
});

/** Migrates in a process of its own; answers with what it applied. */
async function migrateApart(): Promise<number> {
  const program = `
    const { migrate } = await import(${JSON.stringify(join(import.meta.dirname, 'migrate.ts'))});
    console.log(JSON.stringify(await migrate({ url: ${JSON.stringify(url)}, folder: ${JSON.stringify(folder)} })));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (said === '') throw new Error(complained);
  return JSON.parse(said).applied;
}

test('five processes that migrate a new database at once apply each migration once, and all succeed', async () => {
  const { count } = await pendingMigrations({ url, folder });
  expect(count).toBeGreaterThan(1);
  const applied = await Promise.all(Array.from({ length: 5 }, migrateApart));
  expect(applied.toSorted()).toEqual([0, 0, 0, 0, count]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    'SELECT count(*)::int, count(DISTINCT hash)::int AS different FROM drizzle.__drizzle_migrations',
  );
  await client.end();
  expect(rows).toEqual([{ count, different: count }]);
  expect(await pendingMigrations({ url, folder })).toEqual({ count: 0, statements: [] });
  expect(await migrate({ url, folder })).toEqual({ applied: 0 });
});

test('afterwards each role can log in, and is held to its time limits wherever it comes from', async () => {
  const database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 2 });
  for (const pool of Object.values(database.pools)) {
    const { rows } = await pool.query(
      `SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('statement_timeout') AS statement`,
    );
    expect(rows[0]).toMatchObject({ idle: '15s', statement: expect.stringMatching(/^(30s|1min)$/) });
  }
  await database.close();
});

test('the schema files and the migrations agree: there is nothing to generate', async () => {
  const out = await mkdtemp(join(tmpdir(), 'belfry-migrations-'));
  await cp(folder, out, { recursive: true });
  const { default: config } = await import(join(root, 'drizzle.config.ts'));
  // It takes paths to be relative to where it runs.
  const configFile = join(out, 'drizzle.config.json');
  await writeFile(configFile, JSON.stringify({ ...config, out: relative(root, out) }));
  const before = await readdir(out);
  const drizzleKit = [join(root, 'node_modules/drizzle-kit/bin.cjs'), 'generate', `--config=${configFile}`];
  const child = spawn(process.execPath, drizzleKit, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect(`${said}${complained}`).toMatch(/No schema changes/);
  expect(await readdir(out)).toEqual(before);
  await rm(out, { recursive: true });
}, 60_000);
