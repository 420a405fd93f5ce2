import { setTimeout as delay } from 'node:timers/promises';

/** How long work may wait until it is looked for. Real time. */
const lookEveryMs = 250;
/** Whatever fails again and again, as while the database is away, is tried and told of ever more rarely. */
const longestRestMs = 8000;

/** Does what there is to do, chunk by chunk, and looks for more; any number of processes may, and what failed is tried again. */
export function startLoop(
  doSome: () => Promise<boolean>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    let restMs = lookEveryMs;
    while (!stopping.signal.aborted) {
      let didWork = false;
      try {
        didWork = await doSome();
        restMs = lookEveryMs;
      } catch (error) {
        onError(error);
        restMs = Math.min(restMs * 2, longestRestMs);
      }
      if (!didWork) await delay(restMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
