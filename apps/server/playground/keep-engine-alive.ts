import { setTimeout as delay } from 'node:timers/promises';
import type { EngineState } from './playground-state.ts';
import type { Child } from './run-child.ts';

/** Long enough to see it dead, short enough to wait for; doubled each time it does not come up. */
const PAUSE_MS = 3_000;
const LONGEST_PAUSE_MS = 30_000;

export interface KeptEngine {
  /** SIGKILL; false where there is none to kill now. */
  kill(): boolean;
  stop(): Promise<void>;
}

/**
 * Starts the engine's process, and starts it again whenever it ends, until `stop`.
 * @param start resolves when the process is ready
 */
export async function keepEngineAlive(
  start: () => Promise<Child>,
  onState: (state: EngineState) => void,
): Promise<KeptEngine> {
  const stopping = new AbortController();
  onState('starting');
  let current: Child | null = await start();
  onState('running');

  async function keep(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      await current?.ended;
      current = null;
      if (stopping.signal.aborted) return;
      onState('dead');
      const pauseMs = Math.min(PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      onState('starting');
      current = await start().catch(() => null);
      failures = current ? 0 : failures + 1;
      if (current) onState('running');
    }
  }
  const kept = keep();

  return {
    kill() {
      if (!current || current.hasEnded()) return false;
      current.kill();
      return true;
    },
    async stop() {
      stopping.abort();
      await current?.stop();
      await kept;
      // One that was being started while we stopped.
      await current?.stop();
    },
  };
}
