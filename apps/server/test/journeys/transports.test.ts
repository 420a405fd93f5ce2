import { randomUUID } from 'node:crypto';
import { type BelfryOptions, type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { type Gate, openGate } from '@belfry/testkit/chaos/gate';
import { expectOnly } from '@belfry/testkit/expect-only';
import { startRabbitMq } from '@belfry/testkit/rabbitmq-server';
import { startRedis } from '@belfry/testkit/redis-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, occurrenceOf, type Person, remind, type Schedule } from './story.ts';

/** One process for requests, one that reads what is due, two that claim and send; between them a broker. */
interface Broker extends AsyncDisposable {
  env: Record<string, string>;
  /** It goes away at work and comes back, without what it held where it keeps nothing. */
  failAndReturn(): Promise<void>;
}

const many = 60;
/** More calls than it gets done before the first third has left. */
const fatalCall = 12;
const soon = { timeout: 60_000, interval: 20 };

const openBroker = {
  /** Killed, it returns empty. */
  async bullmq(): Promise<Broker> {
    const redis = await startRedis();
    return {
      env: { BELFRY_TRANSPORT: 'bullmq', BELFRY_REDIS_URL: redis.url },
      async failAndReturn() {
        await redis.kill();
        await redis.start();
      },
      [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
    };
  },
  /** All connections are cut, so everything under way comes again. */
  async rabbitmq(): Promise<Broker> {
    const rabbit = await startRabbitMq();
    const { url } = rabbit.nodes[0]!;
    const gate: Gate = await openGate({ port: Number(new URL(url).port) });
    return {
      env: { BELFRY_TRANSPORT: 'rabbitmq', BELFRY_RABBITMQ_URLS: url.replace(/\d+$/, `${gate.port}`) },
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
};

let api: BelfryProcess;
const expectMessage = expectOnly(() => api);

describe.each(['bullmq', 'rabbitmq'] as const)('%s between the processes', (name) => {
  let broker: Broker;
  let doomed: BelfryProcess;
  const started: BelfryProcess[] = [];
  const people: { person: Person; sms: string }[] = [];

  const start = async (options: BelfryOptions) => {
    const process = await startBelfry(options);
    started.push(process);
    return process;
  };

  beforeAll(async () => {
    broker = await openBroker[name]();
    const secret = { ENCRYPTION_KEY: 'a key of thirty-two characters or more', BELFRY_PROVIDER_TIMEOUT_MS: '3000' };
    const env = { ...secret, ...broker.env };
    api = await start({ roles: 'api', at: '2027-01-15T08:00:00Z', env });
    const shared = { databaseUrl: api.databaseUrl, env: { ...env, BELFRY_URL: api.base } };
    await start({ ...shared, roles: 'engine' });
    await start({ ...shared, roles: 'worker' });
    doomed = await start({ ...shared, roles: 'worker', fault: `call.after:${fatalCall}` });
    for (let i = 0; i < many; i++) {
      const sms = `+120255502${i + 10}`;
      people.push({ sms, person: await addPerson(api, { name: `Person ${i}`, sms }) });
    }
  });

  afterAll(async () => {
    for (const process of started.toReversed()) await process.stop();
    await broker[Symbol.asyncDispose]();
  });

  async function remindAll(title: string, at: string): Promise<Schedule[]> {
    const schedules: Schedule[] = [];
    for (const { person, sms } of people) {
      schedules.push(await remind(api, { person, title, at }));
      expectMessage({ channel: 'sms', to: sms, body: title });
    }
    return schedules;
  }

  /** Soon after, for a claim that a busy machine could not turn into a call within its second is tried again later. */
  async function expectCompleted(schedules: Schedule[], by: string): Promise<void> {
    await api.setClock(by);
    for (const schedule of schedules) {
      expect(await occurrenceOf(api, schedule)).toMatchObject({ state: 'completed' });
    }
  }

  test('a worker is killed at its work, and each message arrives once', async () => {
    const schedules = await remindAll(`Under fire ${randomUUID()}`, '2027-01-15T09:00:00Z');
    await api.setClock('2027-01-15T09:00:00Z');
    expect(await doomed.ended()).toMatchObject({ signal: 'SIGKILL' });
    await expectCompleted(schedules, '2027-01-15T09:10:00Z');
    await doomed.restart();
  });

  test('the broker goes away at its work, and each message arrives once', async () => {
    const title = `Without a broker ${randomUUID()}`;
    const schedules = await remindAll(title, '2027-01-15T10:00:00Z');
    const sent = async () => (await api.messages()).filter(({ body }) => body.includes(title)).length;
    const handled = api.setClock('2027-01-15T10:00:00Z');
    await expect.poll(sent, soon).toBeGreaterThan(0);
    await broker.failAndReturn();
    await handled;
    await expectCompleted(schedules, '2027-01-15T10:10:00Z');
  });
});
