import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFixture } from '../test/engine-fixture.ts';

let belfry: EngineFixture;
let owner: pg.Client;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }));
  await belfry.run();
});

afterAll(async () => {
  await owner.end();
  await belfry[Symbol.asyncDispose]();
});

const tables = ['engine.turn', 'engine.outcome', 'engine.turn_202701', 'engine.outcome_202701'];

test.each(tables)('nobody changes or removes a row of %s, not the owner either', async (table) => {
  for (const statement of [`UPDATE ${table} SET seq = 9`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
    await expect(owner.query(statement)).rejects.toThrow('turns and outcomes are only ever added');
    for (const pool of [belfry.database.pools.app, belfry.deps.pool]) {
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  }
  const { rows } = await owner.query(`SELECT count(*)::int AS count FROM ${table}`);
  expect(rows).toEqual([{ count: 1 }]);
});
