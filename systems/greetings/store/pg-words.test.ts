import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, inTransaction, openDatabase } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPredecessors } from './pg-words.ts';

let database: Database;
let close: () => Promise<void>;
const address = 'ada@example.com';

beforeAll(async () => {
  const opened = await testDatabase();
  close = opened.close;
  database = openDatabase({ ...throughPool(opened.url), poolMin: 0, poolMax: 2 });
});

afterAll(async () => {
  await database.close();
  await close();
});

async function add(tenantId: TenantId, { name, isRemoved }: { name: string; isRemoved: boolean }): Promise<PersonId> {
  const id = newId<PersonId>();
  await inTenant(database.pools.app, tenantId, async (tx) => {
    await tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, external_id, created_at, deleted_at)
       VALUES ($1, $2, $3, 'Europe/London', 'en', '1990-05-17', 'E-1', now(), CASE WHEN $4 THEN now() END)`,
      [id, tenantId, name, isRemoved],
    );
    await tx.query(
      `INSERT INTO people.contact_point (person_id, position, tenant_id, channel, address) VALUES ($1, 0, $2, 'email', $3)`,
      [id, tenantId, address],
    );
  });
  return id;
}

/** @returns with how many statements */
async function predecessorsOf(people: readonly { personId: PersonId; tenantId: TenantId }[]) {
  return inTransaction(database.pools.engine, async (tx) => {
    let statements = 0;
    const query = (...asked: [string, unknown[]]) => {
      statements += 1;
      return tx.query(...asked);
    };
    const counting = { query };
    return { found: await readPredecessors(counting as typeof tx, people), statements };
  });
}

test('who had the address before and was removed is looked for where anybody was removed at all', async () => {
  const [tenantId, another] = [newId<TenantId>(), newId<TenantId>()];
  const personId = await add(tenantId, { name: 'Ada Archer', isRemoved: false });
  const theirs = await add(another, { name: 'Ada Ames', isRemoved: false });
  const both = [
    { personId, tenantId },
    { personId: theirs, tenantId: another },
  ];
  expect(await predecessorsOf(both)).toEqual({ found: [], statements: 1 });
  const removedId = await add(tenantId, { name: 'Ada Arch', isRemoved: true });
  const { found, statements } = await predecessorsOf(both);
  expect(found).toEqual([
    {
      personId,
      removedId,
      name: 'Ada Arch',
      externalId: 'E-1',
      birthDate: '1990-05-17',
      anniversaryDate: null,
      dates: {},
    },
  ]);
  expect(statements).toBe(2);
});

test('whether anybody was removed is one look at an index, however many people a tenant has', async () => {
  const tenantId = newId<TenantId>();
  await inTenant(database.pools.app, tenantId, (tx) =>
    tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, created_at)
       SELECT gen_random_uuid(), $1, 'Many', 'Europe/London', 'en', now() FROM generate_series(1, 20000)`,
      [tenantId],
    ),
  );
  const asked: string[] = [];
  await inTransaction(database.pools.engine, async (tx) => {
    const query = async (text: string) => {
      asked.push(text);
      return { rows: [] };
    };
    await readPredecessors({ query } as never, [{ personId: newId(), tenantId }]);
    await tx.query(`SET LOCAL plan_cache_mode = force_generic_plan; PREPARE one (uuid[]) AS ${asked[0]}`);
    const { rows } = await tx.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE one ('{${tenantId}}')`,
    );
    await tx.query('DEALLOCATE one');
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    expect((plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)).toBeLessThan(10);
    expect(JSON.stringify(rows)).toContain('person_removed');
  });
});
