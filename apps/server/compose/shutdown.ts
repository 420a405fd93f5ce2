/** What has been started, to be stopped in the opposite order; one that fails to stop does not keep the others. */
export class Shutdown {
  readonly #steps: { what: string; stop: () => Promise<unknown> | unknown }[] = [];
  readonly #onError: (error: unknown, what: string) => void;
  #running: Promise<void> | undefined;

  constructor(onError: (error: unknown, what: string) => void) {
    this.#onError = onError;
  }

  add(what: string, stop: () => Promise<unknown> | unknown): void {
    this.#steps.push({ what, stop });
  }

  run(): Promise<void> {
    this.#running ??= this.#stopAll();
    return this.#running;
  }

  async #stopAll(): Promise<void> {
    for (const { what, stop } of this.#steps.toReversed()) {
      try {
        await stop();
      } catch (error) {
        this.#onError(error, what);
      }
    }
  }
}
