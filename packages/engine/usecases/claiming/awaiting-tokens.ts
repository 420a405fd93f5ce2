import { compareKeys } from '../../domain/wakeup-key.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';

/** Real milliseconds between two tries: a few in each second, for its tokens may be spent when the first comes. */
const askEveryMs = 250;
/** So many are remembered; the audit finds the others, which nobody has claimed, as these leave. */
const most = 5000;

/** Wake-ups that are due and stand unclaimed, because the tokens of a rate were spent: they hold up nobody else. */
export class AwaitingTokens {
  readonly #waiting = new Map<string, Wakeup>();
  #askedAtMs = Number.NEGATIVE_INFINITY;

  add(wakeups: readonly Wakeup[]): void {
    for (const wakeup of wakeups) if (this.#waiting.size < most) this.#waiting.set(keyOf(wakeup), wakeup);
  }

  has(wakeup: Wakeup): boolean {
    return this.#waiting.has(keyOf(wakeup));
  }

  count(): number {
    return this.#waiting.size;
  }

  /** Those that waited longest, to be tried again; none where the last try was just now. */
  take(limit: number, nowMs: number): Wakeup[] {
    if (this.#waiting.size === 0 || nowMs - this.#askedAtMs < askEveryMs) return [];
    this.#askedAtMs = nowMs;
    const taken = [...this.#waiting.values()].sort(compareKeys).slice(0, limit);
    for (const wakeup of taken) this.#waiting.delete(keyOf(wakeup));
    return taken;
  }
}

const keyOf = ({ occId, seq, timingRev }: Wakeup) => `${occId} ${seq} ${timingRev}`;
