import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'apps/server/main.ts');
const startScript = join(root, 'scripts/start.mjs');
/** The same that `npm start` uses. */
const compileCache = join(root, 'node_modules/.cache/node-compile');
const endWithParent = join(import.meta.dirname, 'end-with-parent.ts');

export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Program {
  pid: number;
  /** Settles when it has ended and all it said was read. */
  ended: Promise<End>;
  hasEnded(): boolean;
  stdout(): string;
  /** All it said, both streams. */
  log(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Runs `belfry …` of this tree on this Node, with nothing of our environment but what is given; it ends with us. */
export function runBelfry(args: readonly string[], env: Record<string, string>): Promise<Program> {
  return runScript(main, args, env);
}

/** The same for `npm start -- …`. */
export function runStart(args: readonly string[], env: Record<string, string>): Promise<Program> {
  return runScript(startScript, args, env);
}

async function runScript(script: string, args: readonly string[], env: Record<string, string>): Promise<Program> {
  const { PATH = '', HOME = '', TZ } = process.env;
  const child = spawn(process.execPath, ['--import', endWithParent, script, ...args], {
    env: { PATH, HOME, ...(TZ ? { TZ } : {}), NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  await once(child, 'spawn');
  return watched(child);
}

function watched(child: ChildProcess): Program {
  let stdout = '';
  let log = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    log += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  return {
    pid: child.pid!,
    ended: once(child, 'close').then(([code, signal]) => ({ code, signal })),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stdout: () => stdout,
    log: () => log,
    kill: (signal) => void child.kill(signal),
  };
}
