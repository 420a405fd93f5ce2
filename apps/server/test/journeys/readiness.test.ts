import { roleUrl } from '@belfry/platform/database';
import { startBelfry } from '@belfry/testkit/belfry-process';
import pg from 'pg';
import { expect, test, vi } from 'vitest';

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

test('a server whose database may only be read is not ready, says why, and is again once it may be written', async () => {
  await using belfry = await startBelfry();
  const { databaseUrl: url } = belfry;
  const database = new URL(url).pathname.slice(1);
  /** What stands for a failover: it holds for new connections, and those of the application are cut. */
  const setReadOnly = async (isReadOnly: boolean) => {
    const change = `ALTER DATABASE ${database} SET default_transaction_read_only = ${isReadOnly}`;
    await run(url, `BEGIN READ WRITE; ${change}; COMMIT`);
    await run(
      roleUrl({ url }, 'app'),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`,
    );
  };
  const readiness = async () => {
    const response = await fetch(`${belfry.base}/ready`);
    const { checks } = (await response.json()) as { checks: { name: string; detail?: string }[] };
    return [response.status, checks.find(({ name }) => name === 'database')?.detail];
  };
  expect(await readiness()).toEqual([200, undefined]);
  await setReadOnly(true);
  await vi.waitFor(async () => expect(await readiness()).toEqual([503, 'It may only be read.']), { timeout: 20_000 });
  const refused = await belfry.call('POST', '/v1/people', { name: 'Ann Archer', timeZone: 'UTC' });
  expect(refused).toMatchObject({ status: 503, body: { code: 'database.unavailable' } });
  await setReadOnly(false);
  await vi.waitFor(async () => expect(await readiness()).toEqual([200, undefined]), { timeout: 20_000 });
});
