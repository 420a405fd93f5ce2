import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../domain/timing/steps.ts';

/** So long a computation may hold the process before timers, answers and leases have their turn. Real time. */
const mostMs = 10;

/** Runs long computations so that what else the process has to do goes on in between. */
export class WayGiver {
  #sinceMs = performance.now();

  async run<Result>(steps: Steps<Result>): Promise<Result> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() - this.#sinceMs < mostMs) continue;
      await setImmediate();
      this.#sinceMs = performance.now();
    }
  }
}
