import type { OccId } from '../../domain/occurrence-id.ts';

interface Attempt {
  occId: OccId;
  seq: number;
  target: number;
}

const keyOf = ({ occId, seq, target }: Attempt) => `${occId} ${seq} ${target}`;

/** The place of one call among the slots. */
export interface Slot {
  /**
   * Waits for somebody else's answer, and gives the slot up with it, or as soon as it has taken longer than `patienceMs`
   * of real time.
   */
  whileWaiting<T>(answer: Promise<T>, patienceMs: number): Promise<T>;
}

/**
 * The calls that this process has under way, from when they begin until their ends are recorded. A slot stands for a
 * call that is made; whoever takes long to answer costs a connection and some memory, but no slot, and holds up nobody
 * (docs/decisions/0031).
 */
export class InFlight {
  readonly #slots: number;
  readonly #calls = new Map<string, Promise<void>>();
  #taken = 0;
  #givenBack = 0;
  #notify: (() => void)[] = [];
  /** Called whenever a slot becomes free. */
  onFree = () => {};

  constructor(slots: number) {
    this.#slots = slots;
  }

  free(): number {
    return Math.max(0, this.#slots - this.#taken);
  }

  /** How many slots have been given back since the beginning. */
  givenBack(): number {
    return this.#givenBack;
  }

  has(attempt: Attempt): boolean {
    return this.#calls.has(keyOf(attempt));
  }

  run(attempt: Attempt, call: (slot: Slot) => Promise<void>): void {
    const key = keyOf(attempt);
    this.#taken += 1;
    const place = new Place(() => {
      this.#taken -= 1;
      this.#givenBack += 1;
      this.onFree();
      this.#changed();
    });
    const ended = call(place).finally(() => {
      this.#calls.delete(key);
      place.giveUp();
      this.#changed();
    });
    this.#calls.set(key, ended);
  }

  async untilEmpty(): Promise<void> {
    while (this.#calls.size > 0) await this.nextChange();
  }

  /** A slot became free, or an end was recorded. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.#notify.push(resolve));
  }

  #changed(): void {
    if (this.#notify.length === 0) return;
    for (const resolve of this.#notify.splice(0)) resolve();
  }
}

class Place implements Slot {
  readonly #giveBack: () => void;
  #isTaken = true;

  constructor(giveBack: () => void) {
    this.#giveBack = giveBack;
  }

  giveUp(): void {
    if (this.#isTaken) this.#giveBack();
    this.#isTaken = false;
  }

  async whileWaiting<T>(answer: Promise<T>, patienceMs: number): Promise<T> {
    const timer = patienceMs > 0 ? setTimeout(() => this.giveUp(), patienceMs) : this.giveUp();
    try {
      return await answer;
    } finally {
      clearTimeout(timer ?? undefined);
      this.giveUp();
    }
  }
}
