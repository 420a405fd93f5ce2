import { setTimeout as delay } from 'node:timers/promises';

/** So long each step is given, also when all are late: the embedded database stops last. */
const leastMs = 1000;

/** What has been started, to be stopped in the opposite order; one that fails to stop, or not in time, does not keep the others. */
export class Shutdown {
  readonly #steps: { what: string; stop: () => Promise<unknown> | unknown }[] = [];
  readonly #onError: (error: unknown, what: string) => void;
  readonly #withinMs: number;
  #running: Promise<void> | undefined;

  /** @param withinMs for all steps together */
  constructor(onError: (error: unknown, what: string) => void, withinMs = 30_000) {
    this.#onError = onError;
    this.#withinMs = withinMs;
  }

  add(what: string, stop: () => Promise<unknown> | unknown): void {
    this.#steps.push({ what, stop });
  }

  /** @param takeLeave what is done first, and takes nothing of the steps' time */
  run(takeLeave: () => Promise<unknown> = async () => {}): Promise<void> {
    this.#running ??= this.#stopAll(takeLeave);
    return this.#running;
  }

  async #stopAll(takeLeave: () => Promise<unknown>): Promise<void> {
    await takeLeave();
    const endsAt = performance.now() + this.#withinMs;
    for (const { what, stop } of this.#steps.toReversed()) {
      try {
        await inTime(stop, Math.max(leastMs, endsAt - performance.now()));
      } catch (error) {
        this.#onError(error, what);
      }
    }
  }
}

async function inTime(stop: () => Promise<unknown> | unknown, withinMs: number): Promise<void> {
  const done = new AbortController();
  const late = delay(withinMs, undefined, { signal: done.signal }).then(() => {
    throw new Error(`It had not stopped after ${Math.round(withinMs)} ms, and is left as it is.`);
  });
  try {
    await Promise.race([stop(), late]);
  } finally {
    late.catch(() => {});
    done.abort();
  }
}
