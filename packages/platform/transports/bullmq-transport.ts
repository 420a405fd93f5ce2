import { AppError } from '@belfry/kernel/app-error';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { requireNoEviction } from './redis-policy.ts';
import {
  type Consumer,
  defaultSettings,
  full,
  type Message,
  type OnTransportError,
  type Transport,
  type TransportSettings,
  type TransportState,
  unreachable,
} from './transport.ts';
import { within } from './within.ts';

interface BullmqOptions {
  /** Of a Redis that keeps what it is given; the number at its end chooses the database. */
  url: string;
  onError: OnTransportError;
}

const queueName = 'hints';
const prefix = 'belfry';
/** For whoever wants to look into what could not be handled; the oldest go. */
const mostDead = 10_000;
const reconnectToMs = 3000;

/** A BullMQ queue in Redis. */
export class BullmqTransport implements Transport {
  readonly name = 'bullmq';
  readonly capacity: number;
  readonly #settings: TransportSettings;
  readonly #onError: OnTransportError;
  readonly #url: string;
  /** For everything but taking messages; it lets nothing wait for a connection. */
  readonly #redis: Redis;
  readonly #consumers = new Set<Consumer>();
  #queue: Queue | null = null;
  #problem: AppError = unreachable(this.name);
  /** Until then whoever opens it prepares the queue, and is told what is wrong. */
  #isOpen = false;

  private constructor({ url, onError }: BullmqOptions, settings: Partial<TransportSettings>) {
    this.#settings = { ...defaultSettings, ...settings };
    this.capacity = this.#settings.capacity;
    this.#onError = onError;
    this.#url = url;
    this.#redis = connect(url, { enableOfflineQueue: false, commandTimeout: this.#settings.answerWithinMs });
    let hasTold = false;
    this.#redis.on('error', (error) => {
      this.#problem = unreachable(this.name, error);
      // Once for each time it goes away; every try to reconnect tells of the same.
      if (!hasTold) onError(error, 'talking to Redis');
      hasTold = true;
    });
    this.#redis.on('ready', () => {
      hasTold = false;
      if (this.#isOpen) this.#prepare().catch((error: unknown) => onError(error, 'preparing the queue in Redis'));
    });
  }

  /**
   * Connects, and again whenever the connection is lost; where Redis cannot be reached now, that goes on beside everything
   * else.
   * @throws AppError `transport.evicting` where Redis may throw away what it holds
   */
  static async open(options: BullmqOptions, settings: Partial<TransportSettings> = {}): Promise<BullmqTransport> {
    const transport = new BullmqTransport(options, settings);
    const isReady = new Promise<void>((resolve) => transport.#redis.once('ready', resolve).once('error', resolve));
    await within(transport.#settings.answerWithinMs, () => isReady).catch(() => {});
    if (transport.#redis.status === 'ready') await transport.#prepare().catch(() => {});
    transport.#isOpen = true;
    if (transport.#problem.code !== 'transport.evicting') return transport;
    await transport.close();
    throw transport.#problem;
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const { deliveryLimit: attempts, retryAfterMs, capacity } = this.#settings;
    const opts = { attempts, backoff: { type: 'exponential', delay: retryAfterMs } };
    await this.#ask(async (queue) => {
      const { waiting } = await countsOf(queue);
      if (waiting + messages.length > capacity) throw full(this.name);
      await queue.addBulk(messages.map((message) => ({ name: 'hints', data: { message }, opts })));
    });
  }

  consume(handler: (message: unknown) => Promise<void>, { atOnce }: { atOnce: number }): Consumer {
    const redis = connect(this.#url, { maxRetriesPerRequest: null });
    // The other connection tells of what happens to Redis.
    redis.on('error', () => {});
    const underWay = new Set<Promise<void>>();
    const worker = new Worker(
      queueName,
      async (job: Job<{ message: unknown }>) => {
        const ended = handler(job.data.message);
        underWay.add(ended);
        await ended.finally(() => underWay.delete(ended));
      },
      {
        connection: redis,
        prefix,
        concurrency: atOnce,
        lockDuration: this.#settings.consumerLostAfterMs,
        stalledInterval: this.#settings.consumerLostAfterMs / 2,
        maxStalledCount: this.#settings.deliveryLimit - 1,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: mostDead },
      },
    );
    worker.on('failed', (_job, error) => this.#onError(error, 'handling a message'));
    worker.on('error', (error) => {
      if (redis.status === 'ready') this.#onError(error, 'taking messages from Redis');
    });
    const stopped: Consumer = {
      stop: async () => {
        const closed = worker.close();
        await Promise.allSettled(underWay);
        // Without Redis it would wait for it, in order to tell that all is done.
        await within(this.#settings.answerWithinMs, () => closed).catch(() => {});
        redis.disconnect();
        this.#consumers.delete(stopped);
      },
    };
    this.#consumers.add(stopped);
    return stopped;
  }

  async room(): Promise<number> {
    const state = await this.look().catch(() => null);
    return state ? Math.max(0, this.#settings.capacity - state.waiting) : 0;
  }

  look(): Promise<TransportState> {
    return this.#ask(countsOf);
  }

  isReachable(): boolean {
    return this.#queue !== null && this.#redis.status === 'ready';
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await within(this.#settings.answerWithinMs, async () => this.#queue?.close()).catch(() => {});
    this.#redis.disconnect();
  }

  /** BullMQ gives up for good where Redis goes away while it looks at it; so it looks when there is a Redis. */
  async #prepare(): Promise<void> {
    try {
      await requireNoEviction(this.#redis);
      if (this.#queue) return;
      const queue = new Queue(queueName, {
        connection: this.#redis,
        prefix,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: { count: mostDead } },
      });
      queue.on('error', () => {});
      await queue.waitUntilReady();
      this.#queue ??= queue;
    } catch (error) {
      this.#problem = error instanceof AppError ? error : unreachable(this.name, error);
      throw error;
    }
  }

  async #ask<T>(ask: (queue: Queue) => Promise<T>): Promise<T> {
    const queue = this.#queue;
    if (!queue || this.#redis.status !== 'ready') throw this.#problem;
    try {
      return await within(this.#settings.answerWithinMs, () => ask(queue));
    } catch (error) {
      throw error instanceof AppError ? error : unreachable(this.name, error);
    }
  }
}

async function countsOf(queue: Queue): Promise<TransportState> {
  const { waiting = 0, delayed = 0, failed = 0 } = await queue.getJobCounts('waiting', 'delayed', 'failed');
  return { waiting: waiting + delayed, dead: failed };
}

function connect(url: string, options: object): Redis {
  return new Redis(url, { ...options, retryStrategy: (times) => Math.min(100 * times, reconnectToMs) });
}
