import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import type { DataDirectory } from './data-directory.ts';
import { type Connection, readConnection, removeConnection, writeConnection } from './data-directory-connection.ts';
import { lockDataDirectory } from './data-directory-lock.ts';

/** This process is the one that works on the data directory. */
export interface Instance {
  /** Tells commands where the embedded database and the server are, and which clock they go by; each call adds to what is known. */
  publish(known: Partial<Pick<Connection, 'databaseUrl' | 'serverUrl' | 'clock'>>): Promise<void>;
  release(): Promise<void>;
}

/** How long a command may hold the directory before a server gives up waiting for it. */
const COMMAND_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/**
 * Makes this process the server of the data directory. A command that holds it is waited for; another server is not.
 * @throws AppError `instance.running`, its message one line with the other's process id and address
 */
export async function acquireInstance(directory: DataDirectory, signal?: AbortSignal): Promise<Instance> {
  const giveUpAt = performance.now() + COMMAND_TIMEOUT_MS;
  for (;;) {
    const instance = await tryInstance(directory.path, 'server');
    if (instance) return instance;
    const other = await readConnection(directory.path);
    if (other?.holder === 'server' || performance.now() > giveUpAt) throw alreadyRunning(directory.path, other);
    await delay(POLL_MS, undefined, { signal });
  }
}

/** Takes the directory if it is free, and answers null at once if it is not. */
export async function tryInstance(path: string, holder: Connection['holder']): Promise<Instance | null> {
  const lock = lockDataDirectory(path);
  if (!lock) return null;
  let connection: Connection = { pid: process.pid, holder, databaseUrl: null, serverUrl: null, clock: null };
  await writeConnection(path, connection);
  return {
    async publish(known) {
      connection = { ...connection, ...known };
      await writeConnection(path, connection);
    },
    async release() {
      await removeConnection(path);
      lock.release();
    },
  };
}

function alreadyRunning(path: string, other: Connection | null): AppError {
  const what = other?.holder === 'command' ? 'A command' : 'Belfry';
  const where = other?.serverUrl ? ` at ${other.serverUrl}` : '';
  const who = other ? ` (process ${other.pid})` : '';
  const message = `${what} is already running${where} on the data in ${path}${who}; stop it first, or set BELFRY_DATA and PORT.`;
  return new AppError({ code: 'instance.running', kind: 'conflict', message });
}
