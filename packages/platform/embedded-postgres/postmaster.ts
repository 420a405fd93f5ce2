import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../is-alive.ts';

/** A running server as its lock file tells of it. */
export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

const POLL_MS = 20;

/** The lines of postmaster.pid, from PostgreSQL's miscadmin.h (counted from 0). */
const LINE = { pid: 0, port: 3, status: 7 };

/**
 * The server that works on this cluster, or null. The file outlives a server that was killed, and its process id may
 * by now be somebody else's: only a process whose command line names this cluster counts, and no other is touched.
 */
export async function findPostmaster(clusterPath: string): Promise<Postmaster | null> {
  const text = await readFile(join(clusterPath, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[LINE.pid]);
  if (!pid || !serves(pid, clusterPath)) return null;
  return { pid, port: Number(lines[LINE.port]), isReady: lines[LINE.status]?.trim() === 'ready' };
}

/**
 * PostgreSQL refuses to start while the process id of its last run is alive, whoever has it now: after a restart of a
 * container that is the rule. Where nobody has it the file stays, and PostgreSQL makes sure itself that nothing of the
 * last run still writes.
 */
export async function removeMisleadingLockFile(clusterPath: string): Promise<void> {
  const file = join(clusterPath, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (pid && isAlive(pid) && !serves(pid, clusterPath)) await rm(file);
}

/** False for a zombie too, which has no command line any more, and for an instant while a process is replaced by exec. */
export function serves(pid: number, clusterPath: string): boolean {
  const args = commandLine(pid);
  return args.includes('-D') && args.includes(clusterPath);
}

/** False also where the file was replaced since: such a server would load libraries of another version. */
export function runsProgram(pid: number, program: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === realpathSync(program);
  } catch {
    return commandLine(pid)[0] === program;
  }
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    if (process.platform === 'linux') return [];
    return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
      .stdout.trim()
      .split(' ');
  }
}

/**
 * Ends a server and waits until it has: fast shutdown (clients are disconnected, all is written), and only if that
 * does not come to an end immediate shutdown, from which the next start recovers.
 */
export async function endPostmaster(pid: number, clusterPath: string): Promise<void> {
  const patience: readonly [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ];
  for (const [signal, waitMs] of patience) {
    if (!serves(pid, clusterPath)) return;
    process.kill(pid, signal);
    const giveUpAt = performance.now() + waitMs;
    while (serves(pid, clusterPath) && performance.now() < giveUpAt) await delay(POLL_MS);
  }
}

/**
 * @param hasEnded asked between two looks
 * @returns the server once it accepts connections; null when it ended, or the time did, before that
 */
export async function untilReady(
  clusterPath: string,
  hasEnded: () => boolean,
  timeoutMs: number,
): Promise<Postmaster | null> {
  const giveUpAt = performance.now() + timeoutMs;
  while (performance.now() < giveUpAt && !hasEnded()) {
    const found = await findPostmaster(clusterPath);
    if (found?.isReady) return found;
    await delay(POLL_MS);
  }
  return null;
}
