import { setTimeout as delay } from 'node:timers/promises';

/** How long work may wait until it is looked for. Real time. */
const lookEveryMs = 250;

/** Does what there is to do, chunk by chunk, and looks for more; any number of processes may, and what failed is tried again. */
export function startLoop(
  doSome: () => Promise<boolean>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const didWork = await doSome().catch((error: unknown) => {
        onError(error);
        return false;
      });
      if (!didWork) await delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
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
