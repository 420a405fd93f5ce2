import { spawn } from 'node:child_process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const parent = process.ppid;
const PARENT_POLL_MS = 250;

/** npm passes SIGTERM to the shell it started us by, and most shells die of it without a word to us. */
const hasLostNpm = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;

/**
 * Runs a program and passes on the signals that reach us, so that whoever stops us stops it. From a terminal it gets
 * Ctrl-C twice, once from the terminal itself; it must take the repetition for the same wish.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & {onOutput?: (text: string) => void}} [options]
 * @returns {Promise<{code: number | null, signal: NodeJS.Signals | null, interruptedBy: NodeJS.Signals | null}>}
 */
export function run(file, args, { onOutput, ...options } = {}) {
  const child = spawn(file, args, { stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit', ...options });
  if (onOutput) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  let interruptedBy = null;
  const passOn = (signal) => {
    interruptedBy = signal;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  const watch = setInterval(() => {
    if (hasLostNpm() && interruptedBy === null) passOn('SIGTERM');
  }, PARENT_POLL_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, interruptedBy }));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, passOn);
  });
}

/** Ends this process as the other ended: by the same code, or by the same signal. */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}
