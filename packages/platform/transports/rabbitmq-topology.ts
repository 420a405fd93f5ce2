import type { Connection } from 'rabbitmq-client';
import type { TransportSettings } from './transport.ts';

/**
 * RabbitMQ refuses a queue that is declared again with other arguments, so the name carries a version: whoever changes
 * the arguments, or a setting that they are made of, raises it. The old queue may be deleted; it held nothing but hints.
 */
export const queueName = 'belfry.hints.v1';
export const deadQueueName = `${queueName}.dead`;
const deadExchange = deadQueueName;
/** For whoever wants to look into what could not be handled; the oldest go. */
const mostDead = 10_000;

/**
 * A quorum queue is on a majority of the nodes when a publish is confirmed. It counts deliveries, those included that
 * ended with the death of a consumer, and puts aside what was delivered too often. Where it is full, publishes are
 * refused; that takes it a moment, so `room` is asked first.
 */
export function queueArguments({ capacity, deliveryLimit }: TransportSettings) {
  return {
    queue: queueName,
    durable: true,
    arguments: {
      'x-queue-type': 'quorum' as const,
      // Counts the deliveries after the first.
      'x-delivery-limit': deliveryLimit - 1,
      'x-dead-letter-exchange': deadExchange,
      'x-max-length': capacity,
      'x-overflow': 'reject-publish' as const,
    },
  };
}

const deadQueueArguments = {
  queue: deadQueueName,
  durable: true,
  arguments: { 'x-queue-type': 'quorum' as const, 'x-max-length': mostDead },
};

/** Idempotent; how many messages wait, of each of the two queues. */
export async function declareTopology(connection: Connection, settings: TransportSettings) {
  await connection.exchangeDeclare({ exchange: deadExchange, type: 'fanout', durable: true });
  const dead = await connection.queueDeclare(deadQueueArguments);
  await connection.queueBind({ exchange: deadExchange, queue: deadQueueName });
  const { messageCount } = await connection.queueDeclare(queueArguments(settings));
  return { waiting: messageCount, dead: dead.messageCount };
}
