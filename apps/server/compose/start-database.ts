import { renumberRestored } from '@belfry/engine/module';
import { AppError } from '@belfry/kernel/app-error';
import type { Config } from '@belfry/platform/config';
import type { DataDirectory } from '@belfry/platform/data-directory';
import type { Instance } from '@belfry/platform/data-directory-instance';
import { connectionBudget, type Database, openDatabase } from '@belfry/platform/database';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { migrate } from '@belfry/platform/migrate';
import { requireOwnRoles } from '@belfry/platform/own-roles';
import { migrationsFolder, newerSchema } from '../migrations-folder.ts';

export interface StartedDatabase {
  /** Of the owner, direct. */
  url: string;
  database: Database;
  /** Last of all: whoever uses the database has to be done. */
  stop(): Promise<void>;
}

interface StartDatabaseOptions {
  config: Config;
  directory: DataDirectory;
  instance: Instance;
  signal: AbortSignal;
  say(line: string): void;
  /** The embedded server ended by itself. */
  onLost(): void;
}

/** The configured database, or the embedded one; up to date and checked against what this process will ask of it. */
export async function startDatabase(options: StartDatabaseOptions): Promise<StartedDatabase> {
  const { config, directory, instance, signal, say, onLost } = options;
  const embedded = config.database.url
    ? null
    : await startEmbeddedPostgres({ dataDir: directory.path, onProgress: say, onExit: onLost });
  try {
    const url = config.database.url ?? embedded?.url ?? '';
    const { applied, unknown } = await migrate({ url, folder: migrationsFolder, signal, say });
    if (unknown > 0) say(newerSchema(unknown));
    if (applied > 0) say(`the database is up to date (${applied} migration${applied === 1 ? '' : 's'} applied)`);
    const renumbered = await renumberRestored(url);
    if (renumbered > 0) say(`the database was restored into a younger cluster: ${renumbered} wake-ups numbered anew`);
    const { poolMin, poolMax, pooledUrl } = config.database;
    // What a process opens to a pool is the pool's business: it has fewer to the server.
    if (pooledUrl === null) await requireConnections(url, poolMax);
    if (embedded) await instance.publish({ databaseUrl: url });
    const database = openDatabase({ url, pooledUrl: pooledUrl ?? undefined, poolMin, poolMax });
    try {
      await requireOwnRoles(database);
    } catch (error) {
      await database.close();
      throw error;
    }
    return {
      url,
      database,
      async stop() {
        await database.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

async function requireConnections(url: string, poolMax: number): Promise<void> {
  const { needed, available } = await connectionBudget(url, poolMax);
  if (needed <= available) return;
  const message = `DB_POOL_MAX is ${poolMax}, for which this process needs ${needed} connections; the server offers ${available}.`;
  throw new AppError({ code: 'config.pool-too-large', kind: 'validation', message });
}
