import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import { freePort } from '../free-ports.ts';
import type { Binaries } from './binaries.ts';
import { endPostmaster, type Postmaster, untilReady } from './postmaster.ts';
import type { RunAs } from './run-as.ts';
import { serverArguments, serverEnvironment } from './settings.ts';

export interface LaunchOptions {
  clusterPath: string;
  logFile: string;
  binaries: Binaries;
  runAs: RunAs;
  settings: Record<string, string>;
}

const READY_TIMEOUT_MS = 180_000;
const ATTEMPTS = 20;
const RETRY_MS = 500;
const MAX_LOG_BYTES = 10_000_000;

/** What a further attempt can cure: the port was taken meanwhile, or processes of a killed server are still going. */
const PASSING = /could not bind|Address already in use|pre-existing shared memory block/;

/**
 * Starts the server in a session of its own, so that the terminal's Ctrl-C reaches us and not the database, which has
 * to be the last to stop. It has whatever port is free.
 * @throws AppError `embedded-postgres.start` with PostgreSQL's own last word
 */
export async function launch(options: LaunchOptions): Promise<Postmaster> {
  await rotate(options.logFile);
  let said = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = (await stat(options.logFile).catch(() => null))?.size ?? 0;
    const started = await attemptLaunch(options);
    if (started) return started;
    said = (await readFile(options.logFile)).subarray(before).toString().trim();
    if (!PASSING.test(said)) break;
    await delay(RETRY_MS);
  }
  const lastWord = said.split('\n').findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? said.split('\n').at(-1);
  const message = `The embedded PostgreSQL did not start: ${lastWord} (see ${options.logFile}).`;
  throw new AppError({ code: 'embedded-postgres.start', kind: 'unavailable', message });
}

async function attemptLaunch({
  clusterPath,
  logFile,
  binaries,
  runAs,
  settings,
}: LaunchOptions): Promise<Postmaster | null> {
  const log = openSync(logFile, 'a', 0o600);
  const command = runAs.command(binaries.postgres, serverArguments(clusterPath, await freePort(), settings));
  const stdio = ['ignore' as const, log, log];
  const child = spawn(command.file, command.args, {
    ...command.options,
    env: serverEnvironment,
    stdio,
    detached: true,
  });
  closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ready = await untilReady(clusterPath, hasEnded, READY_TIMEOUT_MS);
  if (!ready && child.pid && !hasEnded()) await endPostmaster(child.pid, clusterPath);
  return ready;
}

async function rotate(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => null);
  if (found && found.size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`);
}
