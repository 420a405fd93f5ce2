import {
  type Consumer,
  defaultSettings,
  full,
  type Message,
  type OnTransportError,
  pauseAfter,
  type Transport,
  type TransportSettings,
} from './transport.ts';

interface Delivery {
  message: unknown;
  /** So far. */
  count: number;
}

interface Taker {
  handler: (message: unknown) => Promise<void>;
  atOnce: number;
  underWay: Set<Promise<void>>;
}

/**
 * No broker: what a process reads from PostgreSQL it hands to its own consumers. What this process holds ends with it,
 * and the database, which is the truth for the other transports as well, has it still.
 */
export class PostgresTransport implements Transport {
  readonly name = 'postgres';
  readonly capacity: number;
  readonly #settings: TransportSettings;
  readonly #onError: OnTransportError;
  readonly #waiting: Delivery[] = [];
  readonly #takers = new Set<Taker>();
  readonly #pauses = new Map<NodeJS.Timeout, Delivery>();
  #dead = 0;

  constructor(onError: OnTransportError, settings: Partial<TransportSettings> = {}) {
    this.#settings = { ...defaultSettings, ...settings };
    this.capacity = this.#settings.capacity;
    this.#onError = onError;
  }

  async publish(messages: readonly Message[]): Promise<void> {
    if (messages.length > (await this.room())) throw full(this.name);
    // As it would cross a wire: what is changed afterwards, or cannot cross one, must not work here alone.
    for (const message of messages) this.#waiting.push({ message: JSON.parse(JSON.stringify(message)), count: 0 });
    this.#deliver();
  }

  consume(handler: (message: unknown) => Promise<void>, { atOnce }: { atOnce: number }): Consumer {
    const taker: Taker = { handler, atOnce, underWay: new Set() };
    this.#takers.add(taker);
    this.#deliver();
    return {
      stop: async () => {
        this.#takers.delete(taker);
        await Promise.all(taker.underWay);
      },
    };
  }

  async room(): Promise<number> {
    return Math.max(0, this.#settings.capacity - this.#waiting.length - this.#pauses.size);
  }

  async look() {
    return { waiting: this.#waiting.length + this.#pauses.size, dead: this.#dead };
  }

  isReachable(): boolean {
    return true;
  }

  async close(): Promise<void> {
    const takers = [...this.#takers];
    this.#takers.clear();
    await Promise.all(takers.flatMap(({ underWay }) => [...underWay]));
    for (const pause of this.#pauses.keys()) clearTimeout(pause);
  }

  #deliver(): void {
    for (const taker of this.#takers) {
      while (taker.underWay.size < taker.atOnce) {
        const delivery = this.#waiting.shift();
        if (!delivery) return;
        const ended = this.#handle(taker, delivery).finally(() => {
          taker.underWay.delete(ended);
          this.#deliver();
        });
        taker.underWay.add(ended);
      }
    }
  }

  async #handle({ handler }: Taker, delivery: Delivery): Promise<void> {
    try {
      await handler(delivery.message);
    } catch (error) {
      this.#onError(error, 'handling a message');
      this.#tryAgain({ ...delivery, count: delivery.count + 1 });
    }
  }

  #tryAgain(delivery: Delivery): void {
    if (delivery.count >= this.#settings.deliveryLimit) {
      this.#dead += 1;
      return;
    }
    const pause = setTimeout(
      () => {
        this.#pauses.delete(pause);
        this.#waiting.push(delivery);
        this.#deliver();
      },
      pauseAfter(delivery.count, this.#settings),
    );
    this.#pauses.set(pause, delivery);
  }
}
