import { join } from 'node:path';
import { type HostCommand, type HostReport, idle, onlyOne, type PlaygroundState } from './playground-state.ts';
import { type Child, runChild } from './run-child.ts';

const host = join(import.meta.dirname, 'host.ts');

export interface Playground {
  state(): PlaygroundState;
  /** SIGKILL to the process of the engine; another one is started soon after. */
  killEngine(): void;
  /** A new scene, with a new database; `state()` says when it is ready. */
  reset(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
  ended: Promise<void>;
}

interface LaunchOptions {
  /** Made where it is missing; its lock is the playground's own. */
  directory: string;
  /** No other will be asked for: none is kept ready. */
  isOnlyOne?: boolean;
  onState(state: PlaygroundState): void;
  /** Something went wrong that the playground makes good by itself, such as a scene that did not start. */
  onProblem?(problem: string): void;
}

/** Starts a playground's host and follows what it tells. It ends with this process, however that ends. */
export async function launchPlayground(options: LaunchOptions): Promise<Playground> {
  const { directory, isOnlyOne, onState, onProblem } = options;
  let state: PlaygroundState = { ...idle, phase: 'starting', doing: 'database' };
  const take = (next: PlaygroundState) => {
    state = next;
    onState(next);
  };
  const child: Child = await runChild(host, isOnlyOne ? [directory, onlyOne] : [directory], {});
  child.process.on('message', (told: HostReport) => {
    if ('state' in told) take(told.state);
    else onProblem?.(told.problem);
  });
  const ended = child.ended.then(() => {
    if (state.phase === 'failed') return;
    const isClean = child.process.exitCode === 0;
    take({ ...idle, ...(isClean ? {} : { phase: 'failed', problem: child.lastWords() || 'It was killed.' }) });
  });
  const command = (what: HostCommand) => {
    if (child.process.connected) child.process.send(what);
  };
  return {
    state: () => state,
    killEngine: () => command('kill-engine'),
    reset() {
      take({ ...state, phase: 'starting', doing: 'database', scene: null });
      command('reset');
    },
    async stop() {
      command('stop');
      await ended;
    },
    ended,
  };
}
