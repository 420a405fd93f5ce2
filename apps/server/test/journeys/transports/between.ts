import { type Gate, openGate } from '@belfry/testkit/chaos/gate';
import { startRabbitMq } from '@belfry/testkit/rabbitmq-server';
import { startRedis } from '@belfry/testkit/redis-server';
import { databaseEnv } from '@belfry/testkit/test-database';

/** What stands between those who read what is due and those who send it. */
interface Between extends AsyncDisposable {
  /** Of those who read, and those who send. */
  env: Record<string, string>;
  /**
   * It goes away at work and comes back, without what it held where it keeps nothing; of a cluster a node goes, and the
   * others carry on.
   */
  failAndReturn(): Promise<void>;
}

export const openBetween = {
  /** Nothing, for whoever reads sends as well; they lose the database that they share. */
  async postgres(databaseUrl: string): Promise<Between> {
    const gates: Gate[] = [];
    const env: Record<string, string> = {};
    // Direct, and behind PgBouncer where the run has one.
    for (const [variable, address] of Object.entries(databaseEnv(databaseUrl))) {
      const url = new URL(address);
      const gate = await openGate({ host: url.hostname, port: Number(url.port) });
      gates.push(gate);
      [url.hostname, url.port] = ['127.0.0.1', `${gate.port}`];
      env[variable] = url.href;
    }
    return {
      env,
      async failAndReturn() {
        for (const gate of gates) await gate.close();
        for (const gate of gates) await gate.open();
      },
      async [Symbol.asyncDispose]() {
        for (const gate of gates) await gate.close();
      },
    };
  },
  /** Killed, it returns empty. */
  async bullmq(): Promise<Between> {
    const redis = await startRedis();
    return {
      env: { BELFRY_TRANSPORT: 'bullmq', QUEUE_REDIS_URL: redis.url },
      async failAndReturn() {
        await redis.kill();
        await redis.start();
      },
      [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
    };
  },
  /** All connections are cut, so everything under way comes again. */
  async rabbitmq(): Promise<Between> {
    const rabbit = await startRabbitMq();
    const { url } = rabbit.nodes[0]!;
    const gate: Gate = await openGate({ port: Number(new URL(url).port) });
    return {
      env: { BELFRY_TRANSPORT: 'rabbitmq', RABBITMQ_URL: url.replace(/\d+$/, `${gate.port}`) },
      async failAndReturn() {
        await gate.close();
        await gate.open();
      },
      async [Symbol.asyncDispose]() {
        await gate.close();
        await rabbit[Symbol.asyncDispose]();
      },
    };
  },
  /** The node is killed to which everybody is connected, and which leads the queue that was declared there. */
  async cluster(): Promise<Between> {
    const rabbit = await startRabbitMq({ nodes: 3 });
    return {
      env: { BELFRY_TRANSPORT: 'rabbitmq', RABBITMQ_URL: rabbit.urls.join(',') },
      failAndReturn: () => rabbit.nodes[0]!.kill(),
      [Symbol.asyncDispose]: () => rabbit[Symbol.asyncDispose](),
    };
  },
} satisfies Record<string, (databaseUrl: string) => Promise<Between>>;
