import { type Gate, openGate } from '@belfry/testkit/chaos/gate';
import { type RabbitMq, startRabbitMq } from '@belfry/testkit/rabbitmq-server';
import { Connection } from 'rabbitmq-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deadQueueName, queueName } from './rabbitmq-topology.ts';
import { RabbitMqTransport } from './rabbitmq-transport.ts';
import { contractSettings } from './test/contract-settings.ts';
import { transportContract } from './test/transport-contract.ts';

let rabbit: RabbitMq;
/** The broker comes and goes by it, for a RabbitMQ takes seven seconds to start; rabbitmq-cluster.test.ts kills real ones. */
let gate: Gate;
const node = () => rabbit.nodes[0]!;
const urlByGate = () => node().url.replace(/\d+$/, `${gate.port}`);
const open = (onError: (error: unknown, doing: string) => void = () => {}) =>
  new RabbitMqTransport({ urls: [urlByGate()], onError }, contractSettings);

beforeAll(async () => {
  rabbit = await startRabbitMq();
  gate = await openGate({ port: Number(new URL(node().url).port) });
  const transport = open();
  await vi.waitFor(() => transport.publish(['so that there is a queue']), { timeout: 10_000 });
  await transport.close();
});
afterAll(async () => {
  await gate.close();
  await rabbit[Symbol.asyncDispose]();
});

transportContract('rabbitmq', {
  open: async (onError) => open(onError),
  clear: () => purge(),
  outage: {
    get url() {
      return node().url;
    },
    kill: () => gate.close(),
    start: () => gate.open(),
  },
});

type Act = (connection: Connection, queue: string) => Promise<unknown>;

async function withQueues(act: Act): Promise<void> {
  const connection = new Connection(node().url);
  connection.on('error', () => {});
  for (const queue of [queueName, deadQueueName]) await act(connection, queue);
  await connection.close();
}

const purge = () => withQueues((connection, queue) => connection.queuePurge(queue));

test('a message for which there is no queue is no success, and the queue is made again', async () => {
  const transport = open();
  await vi.waitFor(() => transport.publish(['one']), { timeout: 10_000 });
  await withQueues((connection, queue) => connection.queueDelete(queue));
  await expect(transport.publish(['lost'])).rejects.toMatchObject({ code: 'transport.unreachable' });
  await vi.waitFor(() => transport.publish(['two']), { timeout: 10_000 });
  expect(await transport.look()).toEqual({ waiting: 1, dead: 0 });
  await transport.close();
});
