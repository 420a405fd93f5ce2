import { setTimeout as delay } from 'node:timers/promises';
import { type RabbitMq, startRabbitMq } from '@belfry/testkit/rabbitmq-server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RabbitMqTransport } from './rabbitmq-transport.ts';
import type { Transport } from './transport.ts';

/** Three nodes of one cluster; what is confirmed is on two of them at least. */
let cluster: RabbitMq;
let transports: RabbitMqTransport[];
const settings = { capacity: 500, deliveryLimit: 20, retryAfterMs: 20 };
/** Two nodes that come back at once elect their leaders in their own time, a minute and more on a busy machine. */
const soon = { timeout: 150_000, interval: 50 };
/** Messages before and after each death. */
const enough = 100;
/** The queue's processes are written down a moment after it was declared; a node killed before would not know its own. */
const declaredForMs = 1500;

beforeAll(async () => {
  cluster = await startRabbitMq({ nodes: 3 });
  transports = [];
  const first = open(0);
  await vi.waitFor(() => first.look(), soon);
  await delay(declaredForMs);
}, 300_000);

afterAll(async () => {
  for (const transport of transports) await transport.close();
  await cluster[Symbol.asyncDispose]();
});

/** Connects to this node first. */
function open(nth: number): RabbitMqTransport {
  const [one = '', ...others] = [...cluster.urls.slice(nth), ...cluster.urls.slice(0, nth)];
  const transport = new RabbitMqTransport({ urls: [one, ...others], onError: () => {} }, settings);
  transports.push(transport);
  return transport;
}

/** Publishes numbers, one after another, again where it fails, until it is told to end; the answer is how many. */
function publishOn(transport: Transport) {
  let isEnding = false;
  const confirmed: number[] = [];
  const ended = (async () => {
    for (let number = 0; !isEnding; number++) {
      await vi.waitFor(() => transport.publish([number]), soon);
      confirmed.push(number);
    }
  })();
  return {
    confirmed,
    async end() {
      isEnding = true;
      await ended;
    },
  };
}

test('a node is killed under load, whichever it is: everything confirmed arrives, and the load goes on', async () => {
  const taken = new Map<unknown, number>();
  const take = async (message: unknown) => {
    await delay(1);
    taken.set(message, (taken.get(message) ?? 0) + 1);
  };
  const consumers = [1, 2].map((nth) => open(nth).consume(take, { atOnce: 10 }));
  const publisher = open(0);
  await expect.poll(() => publisher.isReachable(), soon).toBe(true);
  const load = publishOn(publisher);
  for (const nth of [0, 1, 2]) {
    const before = load.confirmed.length;
    await expect.poll(() => load.confirmed.length, soon).toBeGreaterThan(before + enough);
    await cluster.nodes[nth]!.kill();
    const atDeath = load.confirmed.length;
    await expect.poll(() => load.confirmed.length, soon).toBeGreaterThan(atDeath + enough);
    await cluster.nodes[nth]!.start();
  }
  await load.end();
  const missing = () => load.confirmed.filter((number) => !taken.has(number));
  await expect.poll(missing, soon).toEqual([]);
  expect(await publisher.look()).toMatchObject({ dead: 0 });
  for (const consumer of consumers) await consumer.stop();
}, 600_000);

test('without a majority nothing is confirmed; with one again what was confirmed is there', async () => {
  const publisher = open(0);
  await vi.waitFor(() => publisher.publish(['while all are there']), soon);
  await cluster.nodes[1]!.kill();
  await cluster.nodes[2]!.kill();
  await expect(publisher.publish(['by one of three'])).rejects.toMatchObject({ code: 'transport.unreachable' });
  await Promise.all([cluster.nodes[1]!.start(), cluster.nodes[2]!.start()]);
  await vi.waitFor(() => publisher.publish(['again']), soon);
  const taken: unknown[] = [];
  publisher.consume(async (message) => void taken.push(message), { atOnce: 5 });
  await expect.poll(() => taken, soon).toEqual(expect.arrayContaining(['while all are there', 'again']));
}, 600_000);
