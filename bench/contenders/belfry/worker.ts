import { randomUUID } from 'node:crypto';
import {
  HintPublisher,
  type RunningEngine,
  type RunningWorker,
  runEngine,
  runWorker,
  SHARD_CHANNEL,
} from '@belfry/engine/module';
import { CHANGE_CHANNEL, createChangeFeed } from '@belfry/platform/changes';
import { openDatabase } from '@belfry/platform/database';
import { listenToNotices } from '@belfry/platform/notices';
import { openTransport, type TransportChoice } from '@belfry/platform/transports/open-transport';
import type { Given, Worker } from '../../measure/contender.ts';
import { channels } from './channels.ts';
import { clockFor } from './clock-for.ts';
import { dueAt } from './due-at.ts';
import { engineDeps } from './engine-deps.ts';

/** One process of the role `engine`, on the clock of `given.clock`; with a broker of `worker` too. */
export const worker: Worker = {
  async prepare(options) {
    const { databaseUrl, given } = options;
    const database = openDatabase({ url: databaseUrl, pooledUrl: given.pooledUrl, poolMin: 5, poolMax: 20 });
    const clock = await clockFor(given.clock ?? `from ${dueAt}`, database.pools.engine);
    const channel = channels[given.channel ?? ''];
    if (!channel) throw new Error(`There is no channel ${given.channel}.`);
    const notices = await listenToNotices({
      url: databaseUrl,
      channels: [CHANGE_CHANNEL, SHARD_CHANNEL],
      onGap() {},
      onError: console.error,
    });
    const changes = createChangeFeed(database.pools.app, notices, console.error);
    const sms = channel({ ...options, clock });
    const deps = engineDeps({ database, clock, sms, publish: changes.publish });
    await deps.partitions.coverNow(clock.now());
    const instance = { id: randomUUID(), bootId: randomUUID() };
    // Known to the others before any of them divides the shards, as processes are that have run for a while.
    await database.pools.engine.query('INSERT INTO engine.node (id, seen_at) VALUES ($1, clock_timestamp())', [
      `${instance.id}:${instance.bootId}`,
    ]);
    const transport = await openTransport(brokerOf(given), deps.onError);
    let engine: RunningEngine | undefined;
    let hinted: RunningWorker | undefined;
    notices.on(SHARD_CHANNEL, (told) => engine?.takeShards(told));
    return {
      async go(atMs) {
        clock.begin?.(atMs);
        if (transport) hinted = runWorker(deps, transport);
        const hints = transport && new HintPublisher({ transport, onError: deps.onError });
        engine = await runEngine(deps, instance, hints);
      },
      async stop() {
        await engine?.stop();
        await hinted?.stop();
        await transport?.close();
        await changes.close();
        await notices.close();
        await database.close();
      },
    };
  },
};

function brokerOf({ broker, brokerUrl = '' }: Given): TransportChoice {
  if (broker === 'rabbitmq') return { name: broker, urls: [brokerUrl] };
  if (broker === 'bullmq') return { name: broker, url: brokerUrl };
  return { name: 'postgres' };
}
