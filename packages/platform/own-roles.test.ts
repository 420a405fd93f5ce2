import { type TestDatabase, testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { requireOwnRoles } from './own-roles.ts';

let database: TestDatabase;

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(() => database.close());

async function check(addresses: { url: string; pooledUrl?: string | undefined }): Promise<void> {
  const opened = openDatabase({ ...addresses, poolMin: 0, poolMax: 1 });
  try {
    await requireOwnRoles(opened);
  } finally {
    await opened.close();
  }
}

test('each pool is the role it is named after', async () => {
  await check(throughPool(database.url));
});

test('an address that makes them all the owner is refused', async () => {
  const url = new URL(database.url);
  const { username, password } = url;
  url.searchParams.set('user', username);
  url.searchParams.set('password', password);
  await expect(check({ url: url.href })).rejects.toMatchObject({
    code: 'database.role-differs',
    message: expect.stringContaining(`what should be belfry_app is ${username}`),
  });
});
