import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import type { Config } from '../config.ts';
import { openDataDirectory } from '../data-directory.ts';
import { readConnection } from '../data-directory-connection.ts';
import { tryInstance } from '../data-directory-instance.ts';
import { clusterFolder } from './cluster.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

export interface DatabaseUrl {
  /** Direct, of the owner. */
  url: string;
  /** PgBouncer in transaction mode before it, where that is configured. */
  pooledUrl: string | undefined;
  release(): Promise<void>;
}

const STARTING_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/**
 * The database for a command: DATABASE_URL; else the embedded one of the server that is running on the data directory;
 * else the embedded one, started for as long as the command needs it, during which a server that starts waits.
 * @param options.mayCreate whether one is made where there is none
 * @throws AppError `instance.elsewhere` where the running server's database is not the embedded one
 * @throws AppError `instance.none`
 */
export async function openDatabaseUrl(
  config: Pick<Config, 'database' | 'dataDirectory'>,
  { mayCreate = false }: { mayCreate?: boolean } = {},
): Promise<DatabaseUrl> {
  if (config.database.url)
    return { url: config.database.url, pooledUrl: config.database.pooledUrl ?? undefined, release: async () => {} };
  if (!mayCreate && !(await isInstalled(config.dataDirectory))) throw notInstalled(config.dataDirectory);
  const { path } = await openDataDirectory(config.dataDirectory);
  const giveUpAt = performance.now() + STARTING_TIMEOUT_MS;
  while (performance.now() < giveUpAt) {
    const own = await startForCommand(path);
    if (own) return own;
    const connection = await readConnection(path);
    if (connection?.holder === 'server' && connection.databaseUrl) {
      return { url: connection.databaseUrl, pooledUrl: undefined, release: async () => {} };
    }
    if (connection?.serverUrl && !connection.databaseUrl) throw elsewhere(connection.serverUrl);
    await delay(POLL_MS);
  }
  const message = `Another process holds the data in ${path} and has not let anybody in for a minute.`;
  throw new AppError({ code: 'instance.busy', kind: 'unavailable', message });
}

/** Whoever asks a new, empty one for a key, say, gets a key that opens nothing. */
async function isInstalled(path: string): Promise<boolean> {
  return existsSync(join(path, clusterFolder)) || (await readConnection(path)) !== null;
}

/** null while another process holds the directory. */
async function startForCommand(path: string): Promise<DatabaseUrl | null> {
  const instance = await tryInstance(path, 'command');
  if (!instance) return null;
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: path });
    return {
      url: postgres.url,
      pooledUrl: undefined,
      async release() {
        await postgres.stop();
        await instance.release();
      },
    };
  } catch (error) {
    await instance.release();
    throw error;
  }
}

function notInstalled(path: string): AppError {
  const message = `There is no Belfry in ${path} (BELFRY_DATA): start it once, or set DATABASE_URL to that of the server that is meant.`;
  return new AppError({ code: 'instance.none', kind: 'not-found', message });
}

function elsewhere(serverUrl: string): AppError {
  const message = `The server at ${serverUrl} was started with DATABASE_URL: set it here as well.`;
  return new AppError({ code: 'instance.elsewhere', kind: 'conflict', message });
}
