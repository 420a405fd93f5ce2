import { newId, type TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { presets } from '../../domain/presets.ts';
import { listPolicies, savePolicyVersion } from '../../store/policies/pg-policies.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { deletePolicy } from './delete-policy.ts';
import { ensurePresets } from './ensure-presets.ts';

let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterEach(() => belfry[Symbol.asyncDispose]());

const names = presets.map(({ name }) => name).toSorted();
const policiesOf = (tenantId: TenantId) =>
  inTenant(belfry.database.pools.app, tenantId, (tx) => listPolicies(tx, 10, undefined));

/** How many tenants were written to. */
async function ensure(tenantIds: readonly TenantId[]): Promise<number> {
  const { pools } = belfry.database;
  let transactions = 0;
  const count = () => {
    transactions += 1;
  };
  pools.app.on('acquire', count);
  await ensurePresets(pools, tenantIds, belfry.clock.now());
  pools.app.off('acquire', count);
  return transactions;
}

test('every tenant has the presets once, and a start at which nobody lacks any writes to none', async () => {
  const tenantIds = Array.from({ length: 20 }, () => newId<TenantId>());
  expect(await ensure(tenantIds)).toBe(20);
  for (const id of tenantIds) expect((await policiesOf(id)).map(({ name }) => name)).toEqual(names);
  expect(await ensure(tenantIds)).toBe(0);
  const late = newId<TenantId>();
  expect(await ensure([...tenantIds, late])).toBe(1);
  expect((await policiesOf(late)).map(({ name }) => name)).toEqual(names);
});

test('one that was deleted does not come back, nor does one take the place of a policy with its name', async () => {
  const [deleting, naming] = [newId<TenantId>(), newId<TenantId>()];
  await ensure([deleting]);
  const [first, ...others] = await policiesOf(deleting);
  await inTenant(belfry.database.pools.app, deleting, (tx) =>
    deletePolicy({ tx, id: first!.id, now: belfry.clock.now(), requireVersion() {} }),
  );
  const own = {
    id: newId<never>(),
    tenantId: naming,
    name: first!.name,
    definition: presets[0]!.policy,
    now: belfry.clock.now(),
  };
  await inTenant(belfry.database.pools.app, naming, (tx) => savePolicyVersion(tx, own));
  expect(await ensure([deleting, naming])).toBe(1);
  expect(await ensure([deleting, naming])).toBe(0);
  expect(await policiesOf(deleting)).toEqual(others);
  expect((await policiesOf(naming)).map(({ id }) => id)).toContain(own.id);
  expect((await policiesOf(naming)).map(({ name }) => name)).toEqual(names);
});
