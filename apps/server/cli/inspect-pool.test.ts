import { parseConfig } from '@belfry/platform/config';
import { roleUrl } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { inspect } from './inspect.ts';

async function database(): Promise<string> {
  const { url, close } = await testDatabase();
  onTestFinished(close);
  return url;
}

async function inspected(url: string, pooledUrl: string | undefined, more: NodeJS.ProcessEnv = {}) {
  const config = parseConfig({ DATABASE_URL: url, DATABASE_URL_POOLED: pooledUrl, ...more });
  const findings = await inspect(config, url);
  const of = (about: string) => findings.find((finding) => finding.about.startsWith(about));
  return { pool: of('pool'), connections: of('connections') };
}

test('without a pool nothing is said of one, and a process may not open more than the server offers', async () => {
  const url = await database();
  expect(await inspected(url, undefined)).toMatchObject({ pool: undefined, connections: { level: 'ok' } });
  const { connections } = await inspected(url, undefined, { DB_POOL_MAX: '1000' });
  expect(connections).toMatchObject({ level: 'problem', todo: expect.stringContaining('DB_POOL_MAX') });
});

test('a pool that cannot be reached, or leads elsewhere, is a problem, and no password is told', async () => {
  const [url, other] = [await database(), await database()];
  const { pool } = await inspected(url, url.replace(/:\d+\//, ':1/'));
  expect(pool).toMatchObject({ level: 'problem', todo: expect.stringContaining('pool runs') });
  expect(JSON.stringify(pool)).not.toContain(new URL(roleUrl({ url }, 'app')).password);
  expect((await inspected(url, throughPool(other).pooledUrl ?? other)).pool).toMatchObject({
    level: 'problem',
    found: expect.stringContaining('another database'),
  });
});

test('an address that keeps a connection for each client is found out', async () => {
  const url = await database();
  expect((await inspected(url, url)).pool).toMatchObject({
    level: 'advice',
    todo: expect.stringContaining('pool_mode'),
  });
});

test.runIf(inject('pgBouncer'))(
  'a pool in transaction mode is in order, however many connections we open to it',
  async () => {
    const url = await database();
    const { pooledUrl } = throughPool(url);
    // Whichever of the database's connections are open already.
    const held = await Promise.all([0, 1, 2].map(() => new pg.Client(roleUrl({ url, pooledUrl }, 'app')).connect()));
    const { pool, connections } = await inspected(url, pooledUrl, { DB_POOL_MAX: '1000' });
    expect(pool).toMatchObject({ level: 'ok', found: expect.stringContaining('transaction mode') });
    expect(connections).toMatchObject({ level: 'ok' });
    await Promise.all(held.map((client) => client.end()));
  },
);
