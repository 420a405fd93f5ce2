/** Shorter than this, a look at the count says little. */
const shortestMs = 10;

/** How fast a count grows, as an average over its last looks in which older ones lose half of their weight each time. */
export class Pace {
  #count = 0;
  #lookedAtMs: number;
  #perMs = 0;

  constructor(nowMs: number) {
    this.#lookedAtMs = nowMs;
  }

  /** @param count so far, since the beginning */
  perMs(count: number, nowMs: number): number {
    const passedMs = nowMs - this.#lookedAtMs;
    if (passedMs < shortestMs) return this.#perMs;
    this.#perMs = (this.#perMs + (count - this.#count) / passedMs) / 2;
    this.#count = count;
    this.#lookedAtMs = nowMs;
    return this.#perMs;
  }
}
