import { type RabbitMq, startRabbitMq } from '@belfry/testkit/rabbitmq-server';
import { Connection } from 'rabbitmq-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deadQueueName, queueName } from './rabbitmq-topology.ts';
import { RabbitMqTransport } from './rabbitmq-transport.ts';
import { contractSettings } from './test/contract-settings.ts';
import { transportContract } from './test/transport-contract.ts';

let rabbit: RabbitMq;
const node = () => rabbit.nodes[0]!;
const open = (onError: (error: unknown, doing: string) => void = () => {}) =>
  new RabbitMqTransport({ urls: [node().url], onError }, contractSettings);

beforeAll(async () => {
  rabbit = await startRabbitMq();
});
afterAll(() => rabbit[Symbol.asyncDispose]());

transportContract('rabbitmq', {
  open: async (onError) => open(onError),
  clear: () => deleteQueues(),
  outage: {
    get url() {
      return node().url;
    },
    kill: () => node().kill(),
    start: () => node().start(),
  },
});

async function deleteQueues(): Promise<void> {
  const connection = new Connection(node().url);
  connection.on('error', () => {});
  for (const queue of [queueName, deadQueueName]) await connection.queueDelete(queue);
  await connection.close();
}

test('what a broker has confirmed outlives its death', async () => {
  await deleteQueues();
  const transport = open();
  await vi.waitFor(() => transport.publish(['one', 'two', 'three']), { timeout: 10_000 });
  await node().kill();
  await node().start();
  const taken: unknown[] = [];
  transport.consume(async (message) => void taken.push(message), { atOnce: 1 });
  await expect.poll(() => taken.toSorted(), { timeout: 20_000 }).toEqual(['one', 'three', 'two']);
  await transport.close();
});

test('a message for which there is no queue is no success, and the queue is made again', async () => {
  const transport = open();
  await vi.waitFor(() => transport.publish(['one']), { timeout: 10_000 });
  await deleteQueues();
  await expect(transport.publish(['lost'])).rejects.toMatchObject({ code: 'transport.unreachable' });
  await vi.waitFor(() => transport.publish(['two']), { timeout: 10_000 });
  expect(await transport.look()).toEqual({ waiting: 1, dead: 0 });
  await transport.close();
});
