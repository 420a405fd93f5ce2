import { setMaxListeners } from 'node:events';

/** Calls that begin within so many real milliseconds share their signal. */
const sharedMs = 20;

/**
 * Signals that abort when a call has taken too long, as `AbortSignal.timeout` makes them, but one for all that begin at
 * about the same time: thousands a second would cost more than what they wait for. Never later than asked for.
 */
export class Deadlines {
  readonly #signals = new Map<number, { signal: AbortSignal; madeAtMs: number }>();

  after(timeoutMs: number): AbortSignal {
    const nowMs = performance.now();
    const known = this.#signals.get(timeoutMs);
    if (known && nowMs - known.madeAtMs < Math.min(sharedMs, timeoutMs / 10)) return known.signal;
    const signal = AbortSignal.timeout(timeoutMs);
    setMaxListeners(0, signal);
    this.#signals.set(timeoutMs, { signal, madeAtMs: nowMs });
    return signal;
  }
}
