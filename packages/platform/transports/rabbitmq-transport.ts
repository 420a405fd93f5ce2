import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import { AMQPError, type AsyncMessage, Connection, ConsumerStatus, type Publisher } from 'rabbitmq-client';
import { declareTopology, queueArguments, queueName } from './rabbitmq-topology.ts';
import {
  type Consumer,
  defaultSettings,
  full,
  type Message,
  type OnTransportError,
  pauseAfter,
  type Transport,
  type TransportSettings,
  type TransportState,
  unreachable,
} from './transport.ts';
import { within } from './within.ts';

interface RabbitMqOptions {
  /** Of the nodes of one cluster; they differ in host and port alone. */
  urls: readonly [string, ...string[]];
  onError: OnTransportError;
}

const reconnectFromMs = 100;
const reconnectToMs = 3000;

/** A quorum queue, with publisher confirms, a delivery limit and a dead-letter exchange. */
export class RabbitMqTransport implements Transport {
  readonly name = 'rabbitmq';
  readonly capacity: number;
  readonly #settings: TransportSettings;
  readonly #onError: OnTransportError;
  readonly #connection: Connection;
  #publisher: Publisher;
  readonly #consumers = new Set<Consumer>();
  /** Ids of what came back because there was no queue for it. */
  readonly #returned = new Set<string>();
  #declared: Promise<unknown> = Promise.resolve();
  #published = 0;

  /** Connects beside everything else, and again whenever the connection is lost, to the next of the nodes. */
  constructor({ urls, onError }: RabbitMqOptions, settings: Partial<TransportSettings> = {}) {
    this.#settings = { ...defaultSettings, ...settings };
    this.capacity = this.#settings.capacity;
    this.#onError = onError;
    const { answerWithinMs, consumerLostAfterMs } = this.#settings;
    this.#connection = new Connection({
      url: urls[0],
      hosts: urls.map((url) => new URL(url).host),
      acquireTimeout: answerWithinMs,
      connectionTimeout: answerWithinMs,
      heartbeat: Math.ceil(consumerLostAfterMs / 1000),
      retryLow: reconnectFromMs,
      retryHigh: reconnectToMs,
      noDelay: true,
      connectionName: 'belfry',
    });
    this.#connection.on('error', (error) => onError(error, 'talking to RabbitMQ'));
    this.#connection.on('connection', () => this.#declareAgain());
    this.#publisher = this.#openPublisher();
  }

  async publish(messages: readonly Message[]): Promise<void> {
    // Otherwise they would wait for a connection, and who wants to publish can do something better meanwhile.
    if (!this.#connection.ready) throw unreachable(this.name);
    const publisher = this.#publisher;
    await this.#answer(async () => {
      await this.#declared;
      const sent = await Promise.allSettled(messages.map((message) => this.#send(message)));
      const failed = sent.find(({ status }) => status === 'rejected');
      if (failed?.status !== 'rejected') return;
      throw isRefused(failed.reason) ? await this.#whyRefused() : failed.reason;
    }).catch((error: unknown) => {
      // What was not answered may never be, on this channel: the queue had no majority when it was sent.
      if (!isFull(error) && this.#publisher === publisher) this.#renewPublisher();
      throw error;
    });
  }

  consume(handler: (message: unknown) => Promise<void>, { atOnce }: { atOnce: number }): Consumer {
    const stopping = new AbortController();
    const { queue, ...queueOptions } = queueArguments(this.#settings);
    const options = { queue, queueOptions, qos: { prefetchCount: atOnce }, concurrency: atOnce };
    const consumer = this.#connection.createConsumer(options, (message) =>
      // Such as arrive while it stops.
      stopping.signal.aborted ? ConsumerStatus.REQUEUE : this.#handle(message, handler, stopping.signal),
    );
    consumer.on('error', (error) => this.#onError(error, 'taking messages from RabbitMQ'));
    const stop = async () => {
      stopping.abort();
      await consumer.close();
      this.#consumers.delete(stopped);
    };
    const stopped: Consumer = { stop };
    this.#consumers.add(stopped);
    return stopped;
  }

  async room(): Promise<number> {
    if (!this.#connection.ready) return 0;
    const state = await this.look().catch(() => null);
    return state ? Math.max(0, this.#settings.capacity - state.waiting) : 0;
  }

  async look(): Promise<TransportState> {
    if (!this.#connection.ready) throw unreachable(this.name);
    return this.#answer(() => declareTopology(this.#connection, this.#settings));
  }

  isReachable(): boolean {
    return this.#connection.ready;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await within(this.#settings.answerWithinMs, () => this.#publisher.close()).catch(() => {});
    await within(this.#settings.answerWithinMs, () => this.#connection.close()).catch(() => {});
    this.#connection.unsafeDestroy();
  }

  async #send(message: Message): Promise<void> {
    this.#published += 1;
    const messageId = `${this.#published}`;
    const body = Buffer.from(JSON.stringify(message));
    const envelope = { routingKey: queueName, durable: true, mandatory: true, messageId };
    await this.#publisher.send({ ...envelope, contentType: 'application/json' }, body);
    // A message for which there is no queue is confirmed too, but comes back before, and is told of in the next turn.
    await nextTurn();
    if (!this.#returned.delete(messageId)) return;
    this.#declareAgain();
    throw unreachable(this.name, new Error('its queue was deleted'));
  }

  /** The pause keeps its place among those under way: while nothing can be handled, nothing more should be taken. */
  async #handle(
    { body, headers }: AsyncMessage,
    handler: (message: unknown) => Promise<void>,
    stopping: AbortSignal,
  ): Promise<ConsumerStatus> {
    try {
      await handler(body);
      return ConsumerStatus.ACK;
    } catch (error) {
      this.#onError(error, 'handling a message');
      const deliveries = Number(headers?.['x-delivery-count'] ?? 0) + 1;
      await delay(pauseAfter(deliveries, this.#settings), undefined, { signal: stopping }).catch(() => {});
      return ConsumerStatus.REQUEUE;
    }
  }

  #declareAgain(): void {
    this.#declared = declareTopology(this.#connection, this.#settings).catch((error: unknown) =>
      this.#onError(error, 'declaring the queues of RabbitMQ'),
    );
  }

  async #answer<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await within(this.#settings.answerWithinMs, ask);
    } catch (error) {
      throw error instanceof AppError ? error : unreachable(this.name, error);
    }
  }

  #openPublisher(): Publisher {
    const publisher = this.#connection.createPublisher({ confirm: true });
    publisher.on('basic.return', ({ messageId }) => messageId && this.#returned.add(messageId));
    return publisher;
  }

  #renewPublisher(): void {
    this.#publisher.close().catch(() => {});
    this.#publisher = this.#openPublisher();
  }

  /**
   * Either the queue is full; or it had no leader when this channel sent its first message, and then the channel takes it
   * for full for ever (RabbitMQ 3.10, `reject-publish`): a new one is needed.
   */
  async #whyRefused(): Promise<AppError> {
    this.#renewPublisher();
    const { waiting } = await declareTopology(this.#connection, this.#settings);
    if (waiting >= this.#settings.capacity) return full(this.name);
    return unreachable(this.name, new Error('its queue had no leader'));
  }
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'transport.full';
}

function isRefused(error: unknown): boolean {
  return error instanceof AMQPError && error.code === 'NACK';
}
