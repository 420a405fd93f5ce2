import { newId, type TenantId } from '@belfry/kernel/ids';
import { administer } from '@belfry/testkit/template-database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Database,
  inTenant,
  inTransaction,
  openDatabase,
  rolePassword,
  roles,
  roleUrl,
  type Tx,
} from './database.ts';

let url: string;
let close: () => Promise<void>;
let database: Database;

beforeAll(async () => {
  ({ url, close } = await testDatabase());
  database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 4 });
});

afterAll(async () => {
  await database.close();
  await close();
});

const cut = async (tx: Tx) => {
  const { rows } = await tx.query('SELECT pg_backend_pid() AS pid');
  await administer(url, `SELECT pg_terminate_backend(${rows[0].pid})`);
};

describe('a connection that is cut while whoever has it is busy with something else', () => {
  test.each(roles)('fails for them, as %s, and does not end the process', async (role) => {
    const complaints: unknown[] = [];
    const complain = (error: unknown) => complaints.push(error);
    process.on('uncaughtException', complain);
    const pool = database.pools[role];
    const client = await pool.connect();
    try {
      const ended = new Promise((resolve) => client.once('end', resolve));
      // A pool in between keeps the connection to whoever is in no transaction.
      await client.query('BEGIN');
      await cut(client);
      await ended;
      await expect(client.query('SELECT 1')).rejects.toThrow();
    } finally {
      client.release();
      process.off('uncaughtException', complain);
    }
    expect(complaints).toEqual([]);
    // It has not gone back to the pool.
    for (let i = 0; i < 8; i++) expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('a transaction', () => {
  test('whose connection is cut while it is busy with something else fails', async () => {
    const broken = inTransaction(database.pools.engine, async (tx) => {
      const ended = new Promise((resolve) => tx.once('end', resolve));
      await cut(tx);
      await ended;
    });
    await expect(broken).rejects.toThrow();
    for (let i = 0; i < 8; i++)
      expect((await database.pools.engine.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('in which a failure was swallowed does not pass for one that was committed', async () => {
    const swallowing = inTransaction(database.pools.engine, async (tx) => {
      await tx.query('SELECT 1 / 0').catch(() => {});
      return 'all well';
    });
    await expect(swallowing).rejects.toThrow('ROLLBACK');
  });

  test('that throws leaves nothing behind and throws on', async () => {
    const failing = inTransaction(database.pools.engine, async (tx) => {
      await tx.query(`INSERT INTO engine.node (id, seen_at) VALUES ('x', now())`);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await database.pools.engine.query('SELECT FROM engine.node')).rowCount).toBe(0);
  });

  test('of a tenant knows its tenant, for itself alone', async () => {
    const tenantId = newId<TenantId>();
    const current = `SELECT current_setting('app.tenant', true) AS tenant`;
    const inside = await inTenant(database.pools.app, tenantId, (tx) => tx.query(current));
    expect(inside.rows).toEqual([{ tenant: tenantId }]);
    expect(() => inTenant(database.pools.app, `' OR true` as TenantId, (tx) => tx.query(current))).toThrow(TypeError);
  });
});

describe('what comes from the database', () => {
  test.each([
    '2027-01-15T09:00:00Z',
    '2027-01-15T09:00:00.123456Z',
    '1900-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ])('is the instant %s, wherever server and session stand', async (text) => {
    for (const zone of ['UTC', 'Asia/Kathmandu', 'America/St_Johns']) {
      const read = await inTransaction(database.pools.engine, async (tx) => {
        await tx.query(`SET LOCAL TIME ZONE '${zone}'`);
        return tx.query<{ at: Temporal.Instant; day: string }>('SELECT $1::timestamptz AS at, $2::date AS day', [
          text,
          text.slice(0, 10),
        ]);
      });
      expect(read.rows.map(({ at, day }) => [at.toString(), day])).toEqual([[text, text.slice(0, 10)]]);
    }
  });
});

test("the roles' passwords follow from the owner's and differ from one another", () => {
  const passwords = roles.map((role) => rolePassword('postgres://owner:secret@db/belfry', role));
  expect(new Set(passwords).size).toBe(roles.length);
  expect(rolePassword('postgres://somebody:secret@elsewhere:1/x', 'app')).toBe(passwords[0]);
  expect(rolePassword('postgres://owner:other@db/belfry', 'app')).not.toBe(passwords[0]);
  const pooled = new URL(
    roleUrl({ url: 'postgres://owner:secret@db/belfry', pooledUrl: 'postgres://x@pool:6432/belfry' }, 'app'),
  );
  expect([pooled.host, pooled.username, pooled.password]).toEqual(['pool:6432', 'belfry_app', passwords[0]]);
});
