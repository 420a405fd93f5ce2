import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseError } from './database-error.ts';

let server: TestDatabase;

beforeAll(async () => {
  server = await testDatabase();
});
afterAll(() => server.close());

async function errorOf(work: (client: pg.Client) => Promise<unknown>, url = server.url): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => {});
  }
  throw new Error('nothing was thrown');
}

describe('may be tried again', () => {
  it('when nothing listens, at one address or at several', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await errorOf(async () => {}, `postgres://x:x@${host}:1/x`);
      expect(databaseError(error)).toMatchObject({ code: 'database.unavailable', retryable: true });
    }
  });

  it('when the connection is ended from the other side', async () => {
    const error = await errorOf((client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    expect(databaseError(error)).toMatchObject({ code: 'database.unavailable' });
  });

  it('when the connection is gone already', async () => {
    const error = await errorOf(async (client) => {
      await client.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => {});
      await client.query('SELECT 1');
    });
    expect(databaseError(error)).toMatchObject({ code: 'database.unavailable' });
  });

  it('when the pool has no connection left', async () => {
    const pool = new pg.Pool({ connectionString: server.url, max: 1, connectionTimeoutMillis: 1000 });
    const held = await pool.connect();
    const error = await pool.connect().catch((thrown: unknown) => thrown);
    held.release();
    await pool.end();
    expect(databaseError(error)).toMatchObject({ code: 'database.unavailable' });
  });

  it.each([
    ['disk_full', 'unavailable'],
    ['io_error', 'unavailable'],
    ['invalid_password', 'unavailable'],
    ['out_of_memory', 'busy'],
    ['configuration_limit_exceeded', 'busy'],
  ])('when the server is out of order: %s', async (condition, why) => {
    const error = await errorOf((client) =>
      client.query(`DO $$ BEGIN RAISE EXCEPTION 'out of order' USING ERRCODE = '${condition}'; END $$`),
    );
    expect(databaseError(error)).toMatchObject({ code: `database.${why}`, retryable: true });
  });

  it('when it may only be read', async () => {
    const error = await errorOf(async (client) => {
      await client.query('SET default_transaction_read_only = on');
      await client.query('CREATE TABLE nothing ()');
    });
    expect(databaseError(error)).toMatchObject({ code: 'database.unavailable', retryable: true });
  });

  it('when the statement took too long, also where Drizzle ran it', async () => {
    const error = await errorOf(async (client) => {
      await client.query('SET statement_timeout = 1');
      await drizzle(client).execute(sql`SELECT pg_sleep(10)`);
    });
    expect(databaseError(error)).toMatchObject({ code: 'database.busy', retryable: true });
  });
});

it('text that cannot be stored is the fault of the request', async () => {
  const inText = await errorOf((client) => client.query('SELECT $1::text', ['a\0b']));
  expect(databaseError(inText)).toMatchObject({ code: 'request.invalid', kind: 'validation' });
  const inJson = await errorOf((client) => client.query('SELECT $1::jsonb', ['"\\u0000"']));
  expect(databaseError(inJson)).toMatchObject({ code: 'request.invalid', kind: 'validation' });
});

it('a mistake of ours stays one', async () => {
  expect(databaseError(await errorOf((client) => client.query('SELECT nonsense')))).toBeUndefined();
  expect(databaseError(await errorOf((client) => client.query('SELECT 1/0')))).toBeUndefined();
});

it('another server that refuses a connection is not the database', async () => {
  const error = await fetch('http://127.0.0.1:1').catch((thrown: unknown) => thrown);
  expect(databaseError(error)).toBeUndefined();
});
