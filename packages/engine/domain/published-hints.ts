import { type HintedKey, hintKey } from './hints.ts';

/** By then a hint has been taken, or was lost. */
export const forgottenAfterMs = 30_000;
/** A hint that nobody has taken up by then, while the broker holds nothing any more, was lost. */
export const lostAfterMs = 2000;

interface Published {
  atMs: number;
  /** Once is enough: what stands unclaimed for another reason, the tokens of a rate say, is not published all the time. */
  wasLost: boolean;
}

/**
 * What a process has published lately. A wake-up that waits in a queue looks in the database like one that was lost, and
 * is not published again as long as it is remembered. All times are monotonic milliseconds.
 */
export class PublishedHints {
  readonly #published = new Map<string, Published>();

  add(wakeups: readonly HintedKey[], nowMs: number): void {
    for (const wakeup of wakeups) {
      const key = hintKey(wakeup);
      const wasLost = this.#published.get(key)?.wasLost ?? false;
      // Kept in the order of their times.
      this.#published.delete(key);
      this.#published.set(key, { atMs: nowMs, wasLost });
    }
  }

  has(wakeup: HintedKey): boolean {
    return this.#published.has(hintKey(wakeup));
  }

  count(): number {
    return this.#published.size;
  }

  forgetOld(nowMs: number): void {
    for (const [key, { atMs }] of this.#published) {
      if (nowMs - atMs < forgottenAfterMs) return;
      this.#published.delete(key);
    }
  }

  /** Of what the audit found unclaimed: what the broker, which is empty, must have lost. It counts as lost only once. */
  takeLost<Key extends HintedKey>(unclaimed: readonly Key[], nowMs: number): Key[] {
    return unclaimed.filter((wakeup) => {
      const published = this.#published.get(hintKey(wakeup));
      if (!published || published.wasLost || nowMs - published.atMs < lostAfterMs) return false;
      published.wasLost = true;
      return true;
    });
  }
}
