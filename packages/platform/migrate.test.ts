import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { administer, urlOf } from '@belfry/testkit/template-database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { ensureRoles } from './ensure-roles.ts';
import { isMigrated, migrate, pendingMigrations } from './migrate.ts';
import { readMigrationFiles } from './migration-files.ts';

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
  expect(await pendingMigrations({ url, folder })).toEqual({ count: 0, statements: [], unknown: 0 });
  expect(await migrate({ url, folder })).toEqual({ applied: 0, unknown: 0 });
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

describe('whoever migrates', () => {
  test('leaves the roles alone that are as they should be, for servers may be using them', async () => {
    const client = await connected(url);
    const asked: string[] = [];
    const watched = new Proxy(client, {
      get(target, key) {
        if (key !== 'query') return Reflect.get(target, key, target);
        return (text: string, values: unknown[]) => {
          asked.push(text);
          return target.query(text, values);
        };
      },
    });
    await ensureRoles(watched, url);
    expect(asked.filter((text) => /^(ALTER|CREATE) ROLE/.test(text))).toEqual([]);
    await client.query('ALTER ROLE belfry_sandbox RESET idle_in_transaction_session_timeout');
    await ensureRoles(watched, url);
    expect(asked.filter((text) => /^(ALTER|CREATE) ROLE/.test(text))).toEqual([
      `ALTER ROLE belfry_sandbox SET idle_in_transaction_session_timeout = '15s'`,
    ]);
  });

  test('is the owner, and anybody else is refused by name before anything is changed', async () => {
    const owner = await connected(url);
    const other = `${name}_other`;
    await owner.query(`CREATE ROLE ${other} LOGIN CREATEROLE PASSWORD 'sesame'`);
    onTestFinished(() => administer(server, `DROP ROLE ${other}`));
    const theirs = new URL(url);
    [theirs.username, theirs.password] = [other, 'sesame'];
    await expect(migrate({ url: theirs.href, folder })).rejects.toMatchObject({
      code: 'database.not-owner',
      message: expect.stringContaining(`its user is ${other}, but the database ${name} is ${new URL(url).username}’s`),
    });
    const database = openDatabase({ url, poolMin: 0, poolMax: 1 });
    onTestFinished(() => database.close());
    expect((await database.pools.app.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('may be of a group that owns the database, as managed PostgreSQL has it, and has it for itself from then on', async () => {
    const [group, member, other] = [`${name}_group`, `${name}_member`, `${name}_stranger`];
    const { password } = new URL(url);
    for (const role of [group, member, other]) {
      await administer(server, `CREATE ROLE ${role} PASSWORD '${password}'`);
      onTestFinished(() => administer(server, `DROP ROLE ${role}`));
    }
    await administer(server, `ALTER ROLE ${member} LOGIN; ALTER ROLE ${other} LOGIN`);
    await administer(server, `GRANT ${group} TO ${member}, CURRENT_USER`);
    const target = await bareDatabase();
    await administer(server, `ALTER DATABASE ${new URL(target).pathname.slice(1)} OWNER TO ${group}`);
    const folder = await madeFolder({ '0000_first': 'CREATE TABLE first ()' });
    const by = (username: string) => migrate({ url: Object.assign(new URL(target), { username }).href, folder });
    await expect(by(other)).rejects.toMatchObject({ code: 'database.not-owner' });
    expect(await by(member)).toEqual({ applied: 1, unknown: 0 });
    expect(await by(member)).toEqual({ applied: 0, unknown: 0 });
    await administer(server, `GRANT ${group}, ${member} TO ${other}`);
    await expect(by(other)).rejects.toMatchObject({ code: 'database.not-owner' });
  });

  test('hears of a database that a newer version has brought up to date', async () => {
    const older = await madeFolder({ '0000_first': 'CREATE TABLE first ()' });
    const newer = await madeFolder({ '0000_first': 'CREATE TABLE first ()', '0001_second': 'CREATE TABLE second ()' });
    const target = await bareDatabase();
    expect(await isMigrated(target)).toBe(false);
    expect(await migrate({ url: target, folder: newer })).toEqual({ applied: 2, unknown: 0 });
    expect(await isMigrated(target)).toBe(true);
    expect(await migrate({ url: target, folder: older })).toEqual({ applied: 0, unknown: 1 });
  });
});

describe('a migration of a table that somebody reads for long', () => {
  const history = `CREATE TABLE history (at int, word text) PARTITION BY RANGE (at);
    CREATE TABLE history_1 PARTITION OF history FOR VALUES FROM (0) TO (10);
    INSERT INTO history VALUES (1, 'one')`;

  test('waits, holds nobody up meanwhile, and what came before it stands', async () => {
    const target = await bareDatabase();
    await migrate({ url: target, folder: await madeFolder({ '0000_history': history }) });
    const [reader, writer] = [await connected(target), await connected(target)];
    await reader.query('BEGIN');
    await reader.query('SELECT FROM history');
    const said: string[] = [];
    const migrated = migrate({
      url: target,
      folder: await madeFolder({
        '0000_history': history,
        '0001_before': 'CREATE TABLE before ()',
        '0002_column': 'ALTER TABLE history ADD COLUMN note text',
      }),
      say: (line) => said.push(line),
    });
    await expect.poll(() => said, { timeout: 20_000 }).toEqual([expect.stringContaining('0002_column waits')]);
    await writer.query(`SET statement_timeout = '10s'`);
    await writer.query(`INSERT INTO history VALUES (2, 'two')`);
    expect((await writer.query(`SELECT to_regclass('before') AS name`)).rows).toEqual([{ name: 'before' }]);
    await reader.query('COMMIT');
    expect(await migrated).toEqual({ applied: 2, unknown: 0 });
  }, 60_000);

  test('says for whom it waits while its indexes are built before, by whose process', async () => {
    const target = await bareDatabase();
    await migrate({ url: target, folder: await madeFolder({ '0000_history': history }) });
    const writer = await connected(target);
    await writer.query('BEGIN');
    await writer.query(`INSERT INTO history VALUES (2, 'two')`);
    const { rows } = await writer.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const said: string[] = [];
    const migrated = migrate({
      url: target,
      folder: await madeFolder({
        '0000_history': history,
        '0001_index': 'CREATE INDEX "history_by_word" ON "public"."history" USING btree ("word");',
      }),
      say: (line) => said.push(line),
    });
    await expect
      .poll(() => said, { timeout: 20_000 })
      .toEqual([expect.stringMatching(`0001_index waits .*: process ${rows[0]?.pid} of the database`)]);
    await writer.query('COMMIT');
    expect(await migrated).toEqual({ applied: 1, unknown: 0 });
  }, 60_000);

  test('can be stopped while it waits, as can whoever waits for another process to migrate', async () => {
    const target = await bareDatabase();
    await migrate({ url: target, folder: await madeFolder({ '0000_history': history }) });
    const reader = await connected(target);
    await reader.query('BEGIN');
    await reader.query('SELECT FROM history');
    const next = await madeFolder({ '0000_history': history, '0001_gone': 'DROP TABLE history' });
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = migrate({ url: target, folder: next, signal: first.signal });
    const behind = migrate({ url: target, folder: next, signal: second.signal, say: () => second.abort() });
    await expect(behind).rejects.toMatchObject({ name: 'AbortError' });
    first.abort();
    await expect(waiting).rejects.toThrow();
    await reader.query('COMMIT');
    expect(await pendingMigrations({ url: target, folder: next })).toMatchObject({ count: 1 });
  }, 60_000);

  test('has its indexes built before, partition by partition, while they are written to', async () => {
    const target = await bareDatabase();
    const byWord = 'CREATE INDEX "history_by_word" ON "public"."history" USING btree ("word") WHERE word IS NOT NULL;';
    const byNote = 'CREATE INDEX "history_by_note" ON "public"."history" USING btree ("note");';
    await migrate({ url: target, folder: await madeFolder({ '0000_history': history }) });
    const next = await madeFolder({
      '0000_history': history,
      '0001_indexes': `${byWord}--> statement-breakpoint\nALTER TABLE history ADD COLUMN note text;--> statement-breakpoint\n${byNote}`,
    });
    expect(await migrate({ url: target, folder: next })).toEqual({ applied: 1, unknown: 0 });
    const client = await connected(target);
    const { rows } = await client.query(
      `SELECT i.inhrelid::regclass::text AS part, x.indisvalid AS "isValid" FROM pg_inherits i
       JOIN pg_index x ON x.indexrelid = i.inhparent
       WHERE i.inhparent IN ('history_by_word'::regclass, 'history_by_note'::regclass) ORDER BY 1`,
    );
    // The first by our name, made ahead; the second, of a column that was not there yet, by PostgreSQL's.
    expect(rows).toEqual([
      { part: 'history_1_history_by_word', isValid: true },
      { part: 'history_1_note_idx', isValid: true },
    ]);
  });
});

test('a migration of what is appended to meanwhile locks it in the order in which appending does', async () => {
  const target = await bareDatabase();
  await migrate({ url: target, folder: await folderBefore('0033') });
  const [appending, watching] = [await connected(target), await connected(target)];
  // As eventlog.append_events does: the counter of the trace first.
  await appending.query('BEGIN; LOCK TABLE eventlog.trace IN ROW EXCLUSIVE MODE');
  const migrated = migrate({ url: target, folder });
  const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'eventlog.trace'::regclass`;
  await expect.poll(async () => (await watching.query(waiting)).rowCount, { timeout: 20_000 }).toBe(1);
  await appending.query('LOCK TABLE eventlog.event IN ROW EXCLUSIVE MODE NOWAIT');
  await appending.query('COMMIT');
  expect((await migrated).applied).toBeGreaterThan(0);
}, 60_000);

async function connected(to: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: to });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

let made = 0;

async function bareDatabase(): Promise<string> {
  const bare = `${name}_${made++}`;
  await administer(server, `CREATE DATABASE ${bare} TEMPLATE template0`);
  onTestFinished(() => administer(server, `DROP DATABASE ${bare} WITH (FORCE)`));
  return urlOf(server, bare);
}

/** Ours as they were. */
async function folderBefore(number: string): Promise<string> {
  const files = await readMigrationFiles(folder);
  const before = await Promise.all(
    files
      .filter(({ name }) => name < number)
      .map(async ({ name }) => [name, await readFile(join(folder, `${name}.sql`), 'utf8')] as const),
  );
  return madeFolder(Object.fromEntries(before));
}

/** As Drizzle Kit lays it out. */
async function madeFolder(migrations: Record<string, string>): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'belfry-migrations-'));
  onTestFinished(() => rm(made, { recursive: true }));
  await mkdir(join(made, 'meta'));
  const entries = Object.keys(migrations).map((tag, when) => ({ tag, when }));
  await writeFile(join(made, 'meta/_journal.json'), JSON.stringify({ entries }));
  for (const [tag, sql] of Object.entries(migrations)) await writeFile(join(made, `${tag}.sql`), sql);
  return made;
}
