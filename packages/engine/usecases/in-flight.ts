import type { OccId } from '../domain/occurrence-id.ts';

interface Attempt {
  occId: OccId;
  seq: number;
  target: number;
}

const keyOf = ({ occId, seq, target }: Attempt) => `${occId} ${seq} ${target}`;

/** The place of one call among the slots. */
export interface Slot {
  /**
   * Waits for somebody else's answer, and gives the slot up as soon as that has taken longer than `patienceMs` of real
   * time; for what follows the answer it is taken back, be one free or not.
   */
  whileWaiting<T>(answer: Promise<T>, patienceMs: number): Promise<T>;
}

/**
 * The calls that this process has under way. Slots stand for our own work, which is short: whoever takes long to answer
 * costs a connection and some memory, but no slot, and holds up nobody (docs/decisions/0031).
 */
export class InFlight {
  readonly #slots: number;
  readonly #calls = new Map<string, Promise<void>>();
  #taken = 0;
  #notify: (() => void)[] = [];

  constructor(slots: number) {
    this.#slots = slots;
  }

  free(): number {
    return Math.max(0, this.#slots - this.#taken);
  }

  has(attempt: Attempt): boolean {
    return this.#calls.has(keyOf(attempt));
  }

  run(attempt: Attempt, call: (slot: Slot) => Promise<void>): void {
    const key = keyOf(attempt);
    this.#taken += 1;
    const slot: Slot = { whileWaiting: (answer, patienceMs) => this.#whileWaiting(answer, patienceMs) };
    const ended = call(slot).finally(() => {
      this.#calls.delete(key);
      this.#giveBack();
    });
    this.#calls.set(key, ended);
  }

  async untilFree(): Promise<void> {
    while (this.free() === 0) await this.#nextChange();
  }

  async untilEmpty(): Promise<void> {
    while (this.#calls.size > 0) await this.#nextChange();
  }

  async #whileWaiting<T>(answer: Promise<T>, patienceMs: number): Promise<T> {
    let isGivenUp = false;
    const giveUp = () => {
      isGivenUp = true;
      this.#giveBack();
    };
    const timer = patienceMs > 0 ? setTimeout(giveUp, patienceMs) : giveUp();
    try {
      return await answer;
    } finally {
      clearTimeout(timer ?? undefined);
      if (isGivenUp) this.#taken += 1;
    }
  }

  #giveBack(): void {
    this.#taken -= 1;
    for (const resolve of this.#notify.splice(0)) resolve();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#notify.push(resolve));
  }
}
