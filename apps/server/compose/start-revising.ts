import { setTimeout as delay } from 'node:timers/promises';
import type { EngineDeps } from '@belfry/engine/module';
import { reviseSome } from '@belfry/greetings/module';

/** How long a change may wait for a process that brings it to everybody. Real time. */
const lookEveryMs = 250;

/** Brings changes of greetings to all whom they concern, chunk by chunk; any number of processes may. */
export function startRevising(
  deps: Pick<EngineDeps, 'pool' | 'clock' | 'partitions' | 'onError'>,
  onDue: () => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const didWork = await reviseSome(deps).catch((error: unknown) => {
        deps.onError(error, 'revising greetings');
        return false;
      });
      if (didWork) onDue();
      else await delay(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
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
