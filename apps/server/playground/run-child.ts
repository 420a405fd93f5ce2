import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const endWithParent = join(import.meta.dirname, 'end-with-parent.ts');
const STOP_TIMEOUT_MS = 15_000;

/** How much of what a program said is kept to explain why it ended. */
const KEPT_CHARACTERS = 4_000;

export interface Child {
  process: ChildProcess;
  ended: Promise<void>;
  hasEnded(): boolean;
  /** The end of all it said. */
  lastWords(): string;
  kill(): void;
  /** As Ctrl-C would, and for good after a while. */
  stop(): Promise<void>;
}

/**
 * A program of this tree with nothing of our environment but what is given. It has a session of its own, so that a
 * Ctrl-C in the terminal reaches only whoever is to stop it, and it ends when we do, however we end.
 */
export async function runChild(program: string, args: readonly string[], env: Record<string, string>): Promise<Child> {
  const { PATH = '', HOME = '', TZ, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ['--import', endWithParent, program, ...args], {
    env: { PATH, HOME, ...(TZ ? { TZ } : {}), ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  await once(child, 'spawn');
  let said = '';
  const keep = (text: string) => {
    said = (said + text).slice(-KEPT_CHARACTERS);
  };
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  const ended = once(child, 'close').then(() => {});
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    ended,
    hasEnded,
    lastWords: () => said.trim(),
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      if (hasEnded()) return;
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}
