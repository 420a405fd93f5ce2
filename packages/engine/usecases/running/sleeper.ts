/** Where loops wait for their next round, unless something wakes them before. */
export class Sleeper {
  #sleeping = new Set<() => void>();

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#sleeping.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#sleeping.add(wake);
    });
  }

  /** All who sleep. */
  wake(): void {
    for (const wake of this.#sleeping) wake();
  }
}
