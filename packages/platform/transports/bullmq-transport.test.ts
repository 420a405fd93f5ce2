import { type RedisServer, startRedis } from '@belfry/testkit/redis-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BullmqTransport } from './bullmq-transport.ts';
import { contractSettings } from './test/contract-settings.ts';
import { transportContract } from './test/transport-contract.ts';

let redis: RedisServer;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

transportContract('bullmq', {
  open: (onError) => BullmqTransport.open({ url: redis.url, onError }, contractSettings),
  clear: () => redis.wipe(),
  outage: {
    get url() {
      return redis.url;
    },
    kill: () => redis.kill(),
    start: () => redis.start(),
  },
});

test('a Redis that may evict what it holds is refused, by a sentence that names the variable', async () => {
  await using evicting = await startRedis({ 'maxmemory-policy': 'allkeys-lru' });
  await expect(BullmqTransport.open({ url: evicting.url, onError: () => {} })).rejects.toMatchObject({
    code: 'transport.evicting',
    message: expect.stringMatching(/QUEUE_REDIS_URL has maxmemory-policy allkeys-lru/),
  });
});

test('one that comes later, and evicts, is refused as long as it does', async () => {
  await using late = await startRedis({ 'maxmemory-policy': 'volatile-lru' });
  await late.kill();
  const transport = await BullmqTransport.open({ url: late.url, onError: () => {} }, contractSettings);
  await late.start();
  await expect
    .poll(() => transport.publish(['one']).catch(({ code }: { code: string }) => code), { timeout: 10_000 })
    .toBe('transport.evicting');
  expect(transport.isReachable()).toBe(false);
  expect(await transport.room()).toBe(0);
  await transport.close();
});
