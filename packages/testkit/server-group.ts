import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs the rest of its arguments and ends it, whatever it has started included, as soon as its own standard input ends:
 * a server knows nothing of the test that needs it, and must not outlive it however that ends.
 */
const keeper = '"$@" & cat > /dev/null; kill -KILL 0';
const readyTimeoutMs = 300_000;

export interface ServerGroup {
  /** All it said so far. */
  log(): string;
  hasEnded(): boolean;
  /** As a power cut would. */
  kill(): Promise<void>;
}

/** Starts a server in a process group of its own, so that nothing but what we started is ever signalled. */
export function startServerGroup(command: readonly string[], env: Record<string, string>): ServerGroup {
  const { PATH = '' } = process.env;
  const child = spawn('/bin/sh', ['-c', keeper, 'keeper', ...command], {
    env: { PATH, LANG: 'C.UTF-8', ...env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  child.stdin.on('error', () => {});
  return {
    log: () => log,
    hasEnded: () => hasEnded(child),
    async kill() {
      if (!hasEnded(child)) process.kill(-child.pid!, 'SIGKILL');
      await ended;
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** @throws with all it said, where it ends or takes too long */
export async function untilListening(group: ServerGroup, port: number, what: string): Promise<void> {
  const giveUpAt = performance.now() + readyTimeoutMs;
  while (performance.now() < giveUpAt && !group.hasEnded()) {
    if (await accepts(port)) return;
    await delay(50);
  }
  throw new Error(`${what} ${group.hasEnded() ? 'ended' : 'did not listen in time'}:\n${group.log()}`);
}

/** Whether anybody listens there. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
