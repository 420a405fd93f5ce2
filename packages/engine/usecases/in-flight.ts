import type { OccId } from '../domain/occurrence-id.ts';

interface Attempt {
  occId: OccId;
  seq: number;
  target: number;
}

const keyOf = ({ occId, seq, target }: Attempt) => `${occId} ${seq} ${target}`;

/** The calls that this process has under way, counted against its slots. */
export class InFlight {
  readonly #slots: number;
  readonly #calls = new Map<string, Promise<void>>();
  #notify: (() => void)[] = [];

  constructor(slots: number) {
    this.#slots = slots;
  }

  free(): number {
    return Math.max(0, this.#slots - this.#calls.size);
  }

  has(attempt: Attempt): boolean {
    return this.#calls.has(keyOf(attempt));
  }

  run(attempt: Attempt, call: () => Promise<void>): void {
    const key = keyOf(attempt);
    const ended = call().finally(() => {
      this.#calls.delete(key);
      for (const resolve of this.#notify.splice(0)) resolve();
    });
    this.#calls.set(key, ended);
  }

  async untilFree(): Promise<void> {
    while (this.free() === 0) await this.#nextEnd();
  }

  async untilEmpty(): Promise<void> {
    while (this.#calls.size > 0) await this.#nextEnd();
  }

  #nextEnd(): Promise<void> {
    return new Promise((resolve) => this.#notify.push(resolve));
  }
}
