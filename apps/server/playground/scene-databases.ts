import type { DataDirectory } from '@belfry/platform/data-directory';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { migrate } from '@belfry/platform/migrate';
import pg from 'pg';
import { migrationsFolder } from '../migrations-folder.ts';

export interface SceneDatabases {
  /** A migrated database with nothing in it. */
  create(scene: number): Promise<string>;
  drop(scene: number): Promise<void>;
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
    await administer(postgres.url, dropLeftOver);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    async create(scene) {
      const name = nameOf(scene);
      await administer(postgres.url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE belfry`));
      return databaseUrl(postgres.url, name);
    },
    drop: (scene) => administer(postgres.url, (client) => dropDatabase(client, nameOf(scene))),
    stop: () => postgres.stop(),
  };
}

function nameOf(scene: number): string {
  return `scene_${scene}`;
}

/** Of a playground that was killed: nobody lives in them any more. */
async function dropLeftOver(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^scene_[0-9]+$'`,
  );
  for (const { datname } of rows) await dropDatabase(client, datname);
}

/** Whoever is still connected is cut off: the programs have ended, or are of a playground that was killed. */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

function databaseUrl(url: string, name: string): string {
  const of = new URL(url);
  of.pathname = `/${name}`;
  return of.href;
}

/** From the database `postgres`: one that is cloned must have nobody in it. */
async function administer(url: string, body: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  await client.connect();
  try {
    await body(client);
  } finally {
    await client.end();
  }
}
