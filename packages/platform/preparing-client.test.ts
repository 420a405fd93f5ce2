import { testDatabase } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { PreparingClient } from './preparing-client.ts';

let client: PreparingClient;
let close: () => Promise<void>;
let url: string;

beforeAll(async () => {
  ({ url, close } = await testDatabase());
  client = new PreparingClient({ connectionString: url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await close();
});

async function keptOf(text: string): Promise<number> {
  const { rows } = await client.query('SELECT count(*)::int AS kept FROM pg_prepared_statements WHERE statement = $1', [
    text,
  ]);
  return rows[0].kept;
}

test('what comes often is kept, with the same answers, and what comes twice is not', async () => {
  const [often, twice] = ['SELECT $1::int + 1 AS one', 'SELECT $1::int + 2 AS two'];
  for (let i = 0; i < 12; i++) expect((await client.query(often, [i])).rows).toEqual([{ one: i + 1 }]);
  for (let i = 0; i < 2; i++) expect((await client.query({ text: twice, values: [i] })).rows).toEqual([{ two: i + 2 }]);
  expect([await keptOf(often), await keptOf(twice)]).toEqual([1, 0]);
});

test('of statements that are made anew for each request there is an end', async () => {
  for (let i = 0; i < 450; i++) {
    for (let use = 0; use < 4; use++) await client.query(`SELECT $1::int AS x${i}`, [use]);
  }
  const { rows } = await client.query('SELECT count(*)::int AS kept FROM pg_prepared_statements');
  expect(rows[0].kept).toBeGreaterThan(350);
  expect(rows[0].kept).toBeLessThanOrEqual(400);
});

test('a statement whose table was altered fails once, and is prepared anew', async () => {
  const other = new PreparingClient({ connectionString: url });
  await other.connect();
  try {
    await other.query('CREATE TABLE altered (a int)');
    const read = () => other.query('SELECT * FROM altered WHERE a = $1 OR true', [1]);
    for (let i = 0; i < 6; i++) await read();
    await other.query('ALTER TABLE altered ADD COLUMN b int');
    await expect(read()).rejects.toThrow(/cached plan/);
    expect((await read()).fields.map((field: { name: string }) => field.name)).toEqual(['a', 'b']);
  } finally {
    await other.end();
  }
});

test('behind a pool nothing is kept, for the next transaction may have another connection', async () => {
  const database = openDatabase({ url, pooledUrl: url, poolMin: 0, poolMax: 2 });
  try {
    for (let i = 0; i < 6; i++) await database.pools.engine.query('SELECT $1::int AS pooled', [i]);
    const { rows } = await database.pools.engine.query('SELECT count(*)::int AS kept FROM pg_prepared_statements');
    expect(rows[0].kept).toBe(0);
  } finally {
    await database.close();
  }
});
