import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, watch, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabaseUrl } from './open-database-url.ts';
import { serves } from './postmaster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

let dataDir: string;
let running: EmbeddedPostgres | undefined;

/** Where a database was made and stopped; most tests begin with a copy of it, which takes a tenth of the time. */
let madeDir: string;

beforeAll(async () => {
  madeDir = await mkdtemp(join(tmpdir(), 'belfry-embedded-made-'));
  await (await startEmbeddedPostgres({ dataDir: madeDir })).stop();
});
afterAll(() => rm(madeDir, { recursive: true, force: true }));

const copyOfMade = () => execFileSync('cp', ['-a', `${madeDir}/.`, dataDir]);

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'belfry-embedded-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataDir });
  return running;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** Another process that starts the database and says its URL; it never ends by itself. */
function spawnStarter() {
  const program = `
    import { startEmbeddedPostgres } from '${join(import.meta.dirname, 'start-embedded-postgres.ts')}';
    const { url } = await startEmbeddedPostgres({ dataDir: process.env.DATA });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { DATA: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  return {
    url: async (): Promise<string> => (await once(createInterface(child.stdout), 'line'))[0],
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

test('a new database is PostgreSQL 18 with fsync on, owned by a role that is no superuser and passes no policy', async () => {
  const { url, adopted } = await start();
  expect(adopted).toBe(false);
  const rows = await query(
    url,
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('fsync') AS fsync,
       rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, datdba = pg_roles.oid AS owner, datcollate
     FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
  );
  expect(rows).toEqual([
    {
      version: 18,
      fsync: 'on',
      rolname: 'belfry',
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: true,
      owner: true,
      datcollate: 'C',
    },
  ]);
});

test('the files are closed to others, and nothing of making them is left', async () => {
  await start();
  const found = await readdir(dataDir);
  expect(found.toSorted()).toEqual(['postgres', 'postgres-passwords.json', 'postgres.log']);
  const modes = await Promise.all(found.toSorted().map(async (name) => (await stat(join(dataDir, name))).mode & 0o777));
  expect(modes).toEqual([0o700, 0o600, 0o600]);
});

test('a stopped database has ended, and comes back with its data', async () => {
  copyOfMade();
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await first.stop();
  await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('a database whose parent was killed is adopted as it runs, and stops when it is told to', async () => {
  copyOfMade();
  const starter = spawnStarter();
  const url = await starter.url();
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await starter.kill();
  const pid = await postmasterPid();
  const adopted = await start();
  expect(adopted).toMatchObject({ adopted: true, url });
  expect(await postmasterPid()).toBe(pid);
  expect(await query(adopted.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  await adopted.stop();
  await expect(query(adopted.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
});

test('a database that does not know our passwords is ended rather than adopted', async () => {
  copyOfMade();
  const starter = spawnStarter();
  await starter.url();
  await starter.kill();
  const pid = await postmasterPid();
  await writeFile(join(dataDir, 'postgres-passwords.json'), JSON.stringify({ superuser: 'other', belfry: 'other' }));
  await expect(start()).rejects.toThrow('password authentication failed');
  expect(serves(pid, join(dataDir, 'postgres'))).toBe(false);
  await expect(postmasterPid()).rejects.toThrow('ENOENT');
});

test('files that a careless copy gave to root are given back, and the database starts', async () => {
  copyOfMade();
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a start that was killed while it made the files is made good by the next', async () => {
  const starter = spawnStarter();
  const changes = watch(dataDir);
  for await (const { filename } of changes) if (filename?.startsWith('postgres.draft-')) break;
  await starter.kill();
  expect(await readdir(dataDir)).not.toContain('postgres');
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a database that was killed itself recovers what was committed', async () => {
  copyOfMade();
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  process.kill(await postmasterPid(), 'SIGKILL');
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('a lock file left behind, its process id now a stranger’s, neither stops the start nor harms the stranger', async () => {
  copyOfMade();
  await (await start()).stop();
  const stranger = spawn('sleep', ['60']);
  await once(stranger, 'spawn');
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${dataDir}/postgres\n1\n5432\n`);
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

test('a database that ends while we run is told of, one that we stop is not', async () => {
  copyOfMade();
  const { promise, resolve } = Promise.withResolvers<void>();
  running = await startEmbeddedPostgres({ dataDir, onExit: resolve });
  process.kill(await postmasterPid(), 'SIGQUIT');
  await promise;
});

test('a start that PostgreSQL refuses says PostgreSQL’s own last word', async () => {
  copyOfMade();
  await expect(startEmbeddedPostgres({ dataDir, settings: { shared_buffers: 'plenty' } })).rejects.toMatchObject({
    code: 'embedded-postgres.start',
    message: expect.stringContaining('invalid value for parameter "shared_buffers": "plenty"'),
  });
});

test('two commands without a server take turns, and the database has stopped after them', async () => {
  copyOfMade();
  const config = { database: { url: null, pooledUrl: null, poolMin: 0, poolMax: 1 }, dataDirectory: dataDir };
  const use = async () => {
    const { url, release } = await openDatabaseUrl(config);
    await query(url, 'SELECT 1');
    await release();
    return url;
  };
  await Promise.all([use(), use()]);
  await expect(postmasterPid()).rejects.toThrow('ENOENT');
  expect(await readdir(dataDir)).not.toContain('connection.json');
});

test('the log of the database names no person where a rule of a table was broken', async () => {
  copyOfMade();
  const { url } = await start();
  await query(url, 'CREATE TABLE person (email text UNIQUE)');
  await query(url, `INSERT INTO person VALUES ('ann@example.com')`);
  await expect(query(url, `INSERT INTO person VALUES ('ann@example.com')`)).rejects.toThrow('duplicate key');
  const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
  expect(log).toContain('duplicate key value violates unique constraint');
  expect(log).not.toContain('ann@example.com');
});
