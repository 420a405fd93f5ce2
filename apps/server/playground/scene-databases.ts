import type { DataDirectory } from '@belfry/platform/data-directory';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { migrate } from '@belfry/platform/migrate';
import pg from 'pg';
import { migrationsFolder } from '../migrations-folder.ts';

export interface SceneDatabases {
  /** A migrated database with nothing in it; those of earlier scenes are dropped. */
  create(scene: number): Promise<string>;
  stop(): Promise<void>;
}

/**
 * The playground's own PostgreSQL. Its database `belfry` is migrated and then only cloned, which takes a tenth of a
 * second, so that a new scene does not wait for the migrations again.
 */
export async function openSceneDatabases(directory: DataDirectory, onLost: () => void): Promise<SceneDatabases> {
  const postgres = await startEmbeddedPostgres({
    dataDir: directory.path,
    onExit: onLost,
    mayCreateDatabases: true,
    settings: { shared_buffers: '32MB' },
  });
  try {
    await migrate({ url: postgres.url, folder: migrationsFolder });
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    async create(scene) {
      const name = `scene_${scene}`;
      await administer(postgres.url, async (client) => {
        const { rows } = await client.query<{ datname: string }>(
          `SELECT datname FROM pg_database WHERE datname ~ '^scene_[0-9]+$'`,
        );
        for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${name} TEMPLATE belfry`);
      });
      return databaseUrl(postgres.url, name);
    },
    stop: () => postgres.stop(),
  };
}

function databaseUrl(url: string, name: string): string {
  const of = new URL(url);
  of.pathname = `/${name}`;
  return of.href;
}

/** From the database `postgres`: one that is cloned must have nobody in it. */
async function administer(url: string, body: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  await client.connect();
  try {
    await body(client);
  } finally {
    await client.end();
  }
}
