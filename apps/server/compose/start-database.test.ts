import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { acquireInstance } from '@belfry/platform/data-directory-instance';
import { databaseEnv, testDatabase, throughPool } from '@belfry/testkit/test-database';
import { expect, onTestFinished, test } from 'vitest';
import { startDatabase } from './start-database.ts';

/** Starts on a database of its own, with what is set otherwise. */
async function starter() {
  const { url, close } = await testDatabase();
  onTestFinished(close);
  const folder = await mkdtemp(join(tmpdir(), 'belfry-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const directory = await openDataDirectory(folder);
  const instance = await acquireInstance(directory);
  onTestFinished(() => instance.release());
  const { signal } = new AbortController();
  const start = (env: NodeJS.ProcessEnv) =>
    startDatabase({ config: parseConfig(env), directory, instance, signal, say() {}, onLost() {} });
  return { url, start };
}

test('a database that was restored from an older cluster is put right before anything is served', async () => {
  const { url, start } = await starter();
  const first = await start(databaseEnv(url));
  await first.database.pools.engine.query('UPDATE engine.shard SET watermark_xid = 1000000000000');
  await first.stop();
  const second = await start(databaseEnv(url));
  const { rows } = await second.database.pools.engine.query('SELECT DISTINCT watermark_xid FROM engine.shard');
  await second.stop();
  expect(rows).toEqual([{ watermark_xid: '1' }]);
});

test('more connections than the server offers are refused at once, but where a pool stands between', async () => {
  const { url, start } = await starter();
  const env = { DATABASE_URL: url, DB_POOL_MIN: '0', DB_POOL_MAX: '1000' };
  await expect(start(env)).rejects.toMatchObject({ code: 'config.pool-too-large' });
  const { pooledUrl = url } = throughPool(url);
  const { database, stop } = await start({ ...env, DATABASE_URL_POOLED: pooledUrl });
  expect((await database.pools.app.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await stop();
});
