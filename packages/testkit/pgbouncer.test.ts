import { inTransaction, openDatabase } from '@belfry/platform/database';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { databaseEnv, testDatabase, throughPool } from './test-database.ts';

test.skipIf(inject('pgBouncer'))('without PgBouncer a test speaks to the database itself', async () => {
  const { url, close } = await testDatabase();
  expect([throughPool(url), databaseEnv(url)]).toEqual([{ url }, { DATABASE_URL: url }]);
  await close();
});

test.runIf(inject('pgBouncer'))('behind PgBouncer no connection is a client’s own', async () => {
  const { url, close } = await testDatabase();
  const database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 4 });
  await using _ = { [Symbol.asyncDispose]: () => database.close().then(close) };
  const { app } = database.pools;
  const client = await app.connect();
  const processes = new Set<number>();
  const ask = async () => (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  // Another transaction holds a connection meanwhile, so there are two of them to be had in turn.
  await inTransaction(app, async (tx) => {
    await tx.query('SELECT 1');
    processes.add(await ask());
  });
  for (let i = 0; i < 4; i++) processes.add(await ask());
  client.release();
  expect(processes.size).toBeGreaterThan(1);
});

test.runIf(inject('pgBouncer'))(
  'behind PgBouncer state of a session is lost, as the control of all others',
  async () => {
    const { url, close } = await testDatabase();
    const { pooledUrl } = throughPool(url);
    const [left, right] = [pooledUrl, pooledUrl].map((connectionString) => new pg.Client({ connectionString }));
    await Promise.all([left!.connect(), right!.connect()]);
    await left!.query('SELECT 1');
    await right!.query('BEGIN');
    await right!.query('SELECT 1');
    await left!.query(`SET application_name TO 'left'; SET work_mem TO '12345kB'`);
    await right!.query('COMMIT');
    const seen = new Set<string>();
    for (let i = 0; i < 4; i++) seen.add((await left!.query('SHOW work_mem')).rows[0].work_mem);
    await Promise.all([left!.end(), right!.end()]);
    await close();
    expect(seen.size).toBe(2);
  },
);
