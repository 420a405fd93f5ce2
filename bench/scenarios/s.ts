import { startRedis } from '@belfry/testkit/redis-server';
import { belfry } from '../contenders/belfry/contender.ts';
import type { Beside } from '../measure/contender.ts';
import { besideA2 } from './beside-a2.ts';

/** As R; what Redis holds can be made again from the database, so it writes nothing to its disk. */
export const s = besideA2(
  { name: 'S', title: 'through BullMQ', target: 0.5 },
  { ...belfry, name: 'belfry through BullMQ', beside: startBroker },
);

async function startBroker(): Promise<Beside> {
  const broker = await startRedis({ 'maxmemory-policy': 'noeviction' });
  return {
    given: { broker: 'bullmq', brokerUrl: broker.url },
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}
