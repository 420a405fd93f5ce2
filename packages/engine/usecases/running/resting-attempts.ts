import type { AttemptKey } from '../../store/chain/pg-outcomes.ts';

/** Real time. A provider that answers again is asked within the longest. */
const firstRestMs = 1000;
const longestRestMs = 16_000;

type Attempt = Pick<AttemptKey, 'occId' | 'seq' | 'target'>;

/** Attempts of which nothing could be found out, each to be left alone for a while, and longer each time. */
export class RestingAttempts {
  readonly #rests = new Map<string, { untilMs: number; restMs: number }>();

  count(): number {
    return this.#rests.size;
  }

  begin(attempt: Attempt, nowMs: number): void {
    const before = this.#rests.get(keyOf(attempt));
    const restMs = before ? Math.min(before.restMs * 2, longestRestMs) : firstRestMs;
    this.#rests.set(keyOf(attempt), { untilMs: nowMs + restMs, restMs });
  }

  /** Until when it rests, or has rested. */
  until(attempt: Attempt): number {
    return this.#rests.get(keyOf(attempt))?.untilMs ?? Number.NEGATIVE_INFINITY;
  }

  /** The others have an end by now, or are another process's. */
  keepOnly(attempts: readonly Attempt[]): void {
    const kept = new Set(attempts.map(keyOf));
    for (const key of this.#rests.keys()) if (!kept.has(key)) this.#rests.delete(key);
  }
}

const keyOf = ({ occId, seq, target }: Attempt) => `${occId} ${seq} ${target}`;
