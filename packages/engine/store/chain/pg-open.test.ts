import { newId, type TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OccId } from '../../domain/occurrence-id.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { stopWaitingFor } from './pg-open.ts';

let belfry: EngineFixture;
const theirs = newId<TenantId>();

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterAll(() => belfry[Symbol.asyncDispose]());

/** Each of another person's. */
async function open(tenantId: TenantId, count: number): Promise<OccId[]> {
  const ids = Array.from({ length: count }, () => newId<OccId>());
  await belfry.deps.pool.query(
    `INSERT INTO engine.open_occurrence (occ_id, tenant_id, day, schedule_id, person_id, opened_at, due_at)
     SELECT id, $2, '2027-01-15', gen_random_uuid(), gen_random_uuid(), now(), now() FROM unnest($1::uuid[]) AS id`,
    [ids, tenantId],
  );
  return ids;
}

async function stillOpen(ids: readonly OccId[]): Promise<number> {
  const text = 'SELECT FROM engine.open_occurrence WHERE occ_id = ANY($1::uuid[])';
  return (await belfry.deps.pool.query(text, [ids])).rowCount ?? 0;
}

const asTenant = (tenantId: TenantId, ids: readonly OccId[]) =>
  inTenant(belfry.database.pools.app, tenantId, (tx) => stopWaitingFor(tx, ids));

test('a tenant stops waiting for its own, and for nobody else’s', async () => {
  const [ours, others] = [await open(belfry.tenantId, 2), await open(theirs, 2)];
  await asTenant(belfry.tenantId, [...ours, ...others]);
  expect([await stillOpen(ours), await stillOpen(others)]).toEqual([0, 2]);
});

test('without a tenant nobody does but the engine', async () => {
  const ids = await open(theirs, 2);
  await belfry.database.pools.app.query('SELECT engine.stop_waiting($1::uuid[])', [ids]);
  expect(await stillOpen(ids)).toBe(2);
  await belfry.deps.pool.query('SELECT engine.stop_waiting($1::uuid[])', [ids]);
  expect(await stillOpen(ids)).toBe(0);
});

test('one of very many is found by its key, by a plan that was made while there was none', async () => {
  await belfry.deps.pool.query('DELETE FROM engine.open_occurrence');
  const asked: string[] = [];
  await stopWaitingFor({ query: async (text: string) => void asked.push(text) } as never, [newId<OccId>()]);
  const pages = await inTenant(belfry.database.pools.app, belfry.tenantId, async (tx) => {
    await tx.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await tx.query(`PREPARE stop_waiting (uuid[]) AS ${asked[0]}`);
    await tx.query(`EXECUTE stop_waiting ('{}')`);
    const [id] = await open(belfry.tenantId, 20_000);
    const { rows } = await tx.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE stop_waiting ('{${id}}')`,
    );
    await tx.query('DEALLOCATE stop_waiting');
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  });
  expect(pages).toBeGreaterThan(0);
  expect(pages).toBeLessThan(30);
});
