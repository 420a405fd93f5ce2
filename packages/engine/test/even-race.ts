import { setTimeout as delay } from 'node:timers/promises';

const stepMs = 2;
const jitterMs = 12;

/**
 * Whoever came first starts later next time: on every machine, and through whatever lies between, two that race start where
 * their order turns, and each comes first about as often.
 */
export class EvenRace {
  /** How much later the second starts; negative: the first. */
  #leadMs = 0;

  startOfFirst(): Promise<void> {
    return delay(jitter() + Math.max(0, -this.#leadMs));
  }

  startOfSecond(): Promise<void> {
    return delay(jitter() + Math.max(0, this.#leadMs));
  }

  firstCameFirst(itDid: boolean): void {
    this.#leadMs += itDid ? -stepMs : stepMs;
  }
}

/** Half of the time none at all, so that both also fall together. */
export function jitter(): number {
  return Math.random() < 0.5 ? 0 : Math.random() * jitterMs;
}
