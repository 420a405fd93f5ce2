import { BullmqTransport } from '@belfry/platform/transports/bullmq-transport';
import { type RedisServer, startRedis } from '@belfry/testkit/redis-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runWorker } from '../../usecases/running/run-worker.ts';
import { pendingWork } from '../../usecases/running/settlement.ts';
import { EngineFixture } from '../engine-fixture.ts';

const now = '2027-01-15T09:00:00Z';
const many = 300;
const wipes = 5;
const soon = { timeout: 120_000, interval: 50 };
let belfry: EngineFixture;
let redis: RedisServer;

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
  redis = await startRedis();
});

afterEach(async () => {
  await redis[Symbol.asyncDispose]();
  await belfry[Symbol.asyncDispose]();
});

test('a Redis that is wiped again and again under load loses no reminder and doubles none', async () => {
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
  const phones = Array.from({ length: many }, (_, i) => `+1202555${1000 + i}`);
  for (const sms of phones) await belfry.addSchedule(await belfry.addPerson({ sms }), { policyId: policy.id });
  const open = () => BullmqTransport.open({ url: redis.url, onError: () => {} });
  const [publisher, taker] = [await open(), await open()];
  await using closing = new AsyncDisposableStack();
  for (const transport of [publisher, taker]) closing.defer(() => transport.close());
  const engine = await belfry.startPublishing(publisher);
  closing.defer(() => engine.stop());
  // The first wipe takes everything there is, for nobody has begun to work; on a busy machine the engine publishes again at once.
  await expect.poll(async () => (await publisher.look()).waiting, soon).toBeGreaterThan(0);
  await redis.wipe();
  const worker = runWorker(belfry.deps, taker);
  closing.defer(() => worker.stop());
  for (let wipe = 1; wipe < wipes; wipe++) {
    const before = belfry.sms.sent.length;
    await expect.poll(() => belfry.sms.sent.length, soon).toBeGreaterThan(Math.min(many - 1, before + many / 10));
    await redis.wipe();
  }
  const settled = () => expect.poll(() => pendingWork(belfry.deps, belfry.clock.now()), soon).toEqual([]);
  await settled();
  // A claim that a busy machine could not turn into a call within its second is tried again a little later.
  belfry.clock.set('2027-01-15T09:10:00Z');
  engine.wake();
  await settled();
  expect(belfry.sms.sent.map(({ to }) => to).toSorted()).toEqual(phones.toSorted());
}, 300_000);
