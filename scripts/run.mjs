import { spawn } from 'node:child_process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const parent = process.ppid;
const PARENT_POLL_MS = 250;

/** npm passes SIGTERM to the shell it started us by, and most shells die of it without a word to us. */
const hasLostNpm = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;

/**
 * Runs a program in our terminal and passes on the signals that reach us, so that whoever stops us stops it. From a
 * terminal it gets Ctrl-C twice, once from the terminal itself; it must take the repetition for the same wish.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{code: number | null, signal: NodeJS.Signals | null}>}
 */
export function run(file, args, options = {}) {
  const child = spawn(file, args, { stdio: 'inherit', ...options });
  return untilEnd(child, (signal) => child.kill(signal));
}

/**
 * Runs a program in a process group of its own, which ends with all its descendants when a signal reaches us: npm, for
 * one, takes no notice of signals while it installs.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & {onOutput: (text: string) => void, graceMs: number}} options
 * @returns {Promise<{code: number | null, signal: NodeJS.Signals | null, interruptedBy: NodeJS.Signals | null}>}
 */
export async function runApart(file, args, { onOutput, graceMs, ...options }) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  let interruptedBy = null;
  let killing;
  const end = await untilEnd(child, (signal) => {
    interruptedBy ??= signal;
    killGroup(child.pid, signal);
    killing ??= setTimeout(killGroup, graceMs, child.pid, 'SIGKILL');
  });
  clearTimeout(killing);
  return { ...end, interruptedBy };
}

/** Ends this process as the other ended: by the same code, or by the same signal. */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}

function untilEnd(child, onSignal) {
  for (const signal of signals) process.on(signal, onSignal);
  const watch = setInterval(() => {
    if (!hasLostNpm()) return;
    clearInterval(watch);
    onSignal('SIGTERM');
  }, PARENT_POLL_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, onSignal);
  });
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
