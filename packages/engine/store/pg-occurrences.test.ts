import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFixture } from '../test/engine-fixture.ts';
import { measureQueries } from '../test/measure-queries.ts';
import { listOccurrences } from './pg-occurrences.ts';

let belfry: EngineFixture;
const many = 120;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  const targets = [{ person: 'self' as const, channels: ['sms'] }];
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
  for (let i = 0; i < many; i++) {
    const ann = await belfry.addPerson({ sms: `+1202555${1000 + i}` });
    await belfry.addSchedule(ann, { policyId: policy.id });
  }
  await belfry.run();
});

afterAll(() => belfry[Symbol.asyncDispose]());

test('the cost of a list grows with what is in it, not with its square, before the database knows its own sizes', async () => {
  const { pool, measured } = measureQueries(belfry.deps.pool);
  const page = { limit: 200, after: undefined, now: belfry.clock.now() };
  await listOccurrences(pool as never, { state: 'open' }, page);
  // A schedule, a person with contact points, and three looks into the chain for each.
  expect(measured[0]!.buffers / many).toBeLessThan(60);
  expect(await belfry.asTenant((tx) => listOccurrences(tx, { state: 'open' }, page))).toHaveLength(many);
});
