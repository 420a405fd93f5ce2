import { startRabbitMq } from '@belfry/testkit/rabbitmq-server';
import { belfry } from '../contenders/belfry/contender.ts';
import type { Beside } from '../measure/contender.ts';
import { besideA2 } from './beside-a2.ts';

/** What it costs that a broker stands between what is read and what is claimed. */
export const r = besideA2(
  { name: 'R', title: 'through RabbitMQ, one node with a quorum queue', target: 0.5 },
  { ...belfry, name: 'belfry through RabbitMQ', beside: startBroker },
);

async function startBroker(): Promise<Beside> {
  const broker = await startRabbitMq();
  const [brokerUrl = ''] = broker.urls;
  return { given: { broker: 'rabbitmq', brokerUrl }, [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose]() };
}
