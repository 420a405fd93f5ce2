import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { acquireInstance } from '@belfry/platform/data-directory-instance';
import { databaseEnv, testDatabase } from '@belfry/testkit/test-database';
import { expect, onTestFinished, test } from 'vitest';
import { startDatabase } from './start-database.ts';

test('a database that was restored from an older cluster is put right before anything is served', async () => {
  const { url, close } = await testDatabase();
  onTestFinished(close);
  const directory = await openDataDirectory(join(tmpdir(), newId()));
  const instance = await acquireInstance(directory);
  onTestFinished(() => instance.release());
  const config = parseConfig(databaseEnv(url));
  const start = () => startDatabase({ config, directory, instance, say() {}, onLost() {} });
  const first = await start();
  await first.database.pools.engine.query('UPDATE engine.shard SET watermark_xid = 1000000000000');
  await first.stop();
  const second = await start();
  const { rows } = await second.database.pools.engine.query('SELECT DISTINCT watermark_xid FROM engine.shard');
  await second.stop();
  expect(rows).toEqual([{ watermark_xid: '1' }]);
});
