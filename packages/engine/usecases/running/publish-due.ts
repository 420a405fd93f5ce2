import { AppError } from '@belfry/kernel/app-error';
import type { Transport } from '@belfry/platform/transports/transport';
import { hintsInMessage, writeHints } from '../../domain/hints.ts';
import { bulkLane } from '../../domain/lane.ts';
import { PublishedHints } from '../../domain/published-hints.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';

/** At most so many in a round, so that the cursors move on and the rounds go by. */
const mostInRound = 1000;

interface HintPublisherOptions {
  transport: Transport;
  onError(error: unknown, doing: string): void;
}

/**
 * Tells the workers of what is due, by a broker. A hint claims nothing: whoever takes it reads the wake-up and claims it,
 * so it may be lost, doubled and late. What could not be published is left over, and the cursor stays before it.
 */
export class HintPublisher {
  readonly #transport: Transport;
  readonly #onError: HintPublisherOptions['onError'];
  readonly #published = new PublishedHints();

  constructor({ transport, onError }: HintPublisherOptions) {
    this.#transport = transport;
    this.#onError = onError;
  }

  /** How many wake-ups may be published now. */
  async room(): Promise<number> {
    return Math.min(mostInRound, (await this.#transport.room()) * hintsInMessage);
  }

  /** How many are remembered, whether or not they have been claimed meanwhile. */
  count(): number {
    return this.#published.count();
  }

  /**
   * Bulk may fill no more than a half of the queue, so that what is prompt does not wait behind a whole one.
   * @returns what could not be published
   */
  async publish(wakeups: readonly Wakeup[]): Promise<readonly Wakeup[]> {
    // A row that commits late is read again until all transactions of its time have ended.
    const wanted = wakeups.filter((wakeup) => !this.#published.has(wakeup));
    if (wanted.length === 0) return [];
    const room = await this.#transport.room();
    const bulkRoom = Math.max(0, room - Math.ceil(this.#transport.capacity / 2));
    const leftOver: Wakeup[] = [];
    for (const [lane, mostMessages] of [
      ['prompt', room],
      ['bulk', bulkRoom],
    ] as const) {
      const ofLane = wanted.filter((wakeup) => (wakeup.lane === bulkLane) === (lane === 'bulk'));
      const messages = writeHints(ofLane);
      const fitting = messages.slice(0, mostMessages);
      leftOver.push(...messages.slice(fitting.length).flatMap((message) => message.wakeups));
      leftOver.push(...(await this.#send(fitting)));
    }
    return leftOver;
  }

  /**
   * What the audit found unclaimed: never read, or lost by the broker. What was published lately is on its way, unless
   * the broker holds nothing any more.
   */
  async publishAgain(unclaimed: readonly Wakeup[]): Promise<void> {
    const nowMs = performance.now();
    this.#published.forgetOld(nowMs);
    if (unclaimed.length === 0) return;
    const state = await this.#transport.look().catch(() => null);
    if (!state) return;
    const lost = state.waiting === 0 ? this.#published.takeLost(unclaimed, nowMs) : [];
    if (lost.length > 0) await this.#send(writeHints(lost).slice(0, await this.#transport.room()));
    await this.publish(unclaimed);
  }

  async #send(messages: ReturnType<typeof writeHints<Wakeup>>): Promise<Wakeup[]> {
    if (messages.length === 0) return [];
    const wakeups = messages.flatMap((message) => message.wakeups);
    try {
      await this.#transport.publish(messages.map(({ body }) => body));
      this.#published.add(wakeups, performance.now());
      return [];
    } catch (error) {
      // The transport has told of a broker that is away; and that one is full is its right.
      if (!(error instanceof AppError)) this.#onError(error, 'publishing what is due');
      return wakeups;
    }
  }
}
