import { Queue } from 'bullmq';
import type { Contender, Run, Work } from '../../measure/contender.ts';
import type { Fsync, RedisServers } from '../../servers/redis-servers.ts';
import { withClient } from '../../servers/with-client.ts';
import { loadGreetings, requireDeliveries } from '../greet.ts';
import { connectionTo, queueName } from './queue.ts';

const chunk = 5000;

/** Its queue in Redis; people and deliveries in PostgreSQL, as everybody's. */
export function bullMq(servers: RedisServers, work: Work, fsync: Fsync): Contender {
  return {
    name: `BullMQ, AOF ${fsync}`,
    isDurable: fsync === 'always',
    workerModule: import.meta.resolve('./worker.ts'),
    given: { work },
    loadedAs: 'bullmq',
    async load(databaseUrl, count) {
      await using redis = await servers.load(loadedName(count));
      const queue = new Queue(queueName, { connection: connectionTo(redis.port) });
      for (let from = 0; from < count; from += chunk) {
        const size = Math.min(chunk, count - from);
        await queue.addBulk(Array.from({ length: size }, (_, i) => ({ name: 'greet', data: { piece: from + i } })));
      }
      await queue.close();
      await withClient(databaseUrl, async (client) => {
        await loadGreetings(client, count);
        await client.query('VACUUM ANALYZE');
      });
    },
    async beside(_databaseUrl, count) {
      const redis = await servers.copy(loadedName(count), fsync);
      return { given: { redisPort: `${redis.port}` }, [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() };
    },
    countUnfinished,
    requireRecords: requireDeliveries,
  };
}

const loadedName = (count: number) => `bullmq-${count}`;

async function countUnfinished({ given: { redisPort = '' } }: Run): Promise<number> {
  const queue = new Queue(queueName, { connection: connectionTo(redisPort) });
  const counts = await queue.getJobCounts('wait', 'active', 'failed');
  await queue.close();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
