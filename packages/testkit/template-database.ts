import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Edition } from '@belfry/platform/embedded-postgres/binaries';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { migrate } from '@belfry/platform/migrate';
import pg from 'pg';
import { type PgBouncer, startPgBouncer } from './pgbouncer.ts';

/** A migrated database that nobody connects to, and the URL of another one on its server, from which it can be cloned. */
export interface Template {
  url: string;
  /** The same behind PgBouncer; null where there is none. */
  pooledUrl: string | null;
  name: string;
}

export interface TemplateOptions {
  /** Another PostgreSQL than ours, embedded whatever TEST_DATABASE_URL says. */
  edition?: Edition;
  pgBouncer: boolean;
}

const migrations = join(import.meta.dirname, '../../apps/server/migrations');

/**
 * On an embedded server of its own, or on the one of TEST_DATABASE_URL, whose role needs CREATEDB and CREATEROLE.
 * @param folder where the servers may keep their files
 */
export async function prepareTemplate(
  folder: string,
  { edition, pgBouncer }: TemplateOptions,
): Promise<Template & AsyncDisposable> {
  const server = await openServer(folder, edition);
  const name = `belfry_test_${randomBytes(4).toString('hex')}`;
  let pool: PgBouncer | null = null;
  try {
    await administer(server.url, `CREATE DATABASE ${name}`);
    await migrate({ url: urlOf(server.url, name), folder: migrations });
    if (pgBouncer) pool = await startPgBouncer({ folder, serverUrl: server.url });
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    url: server.url,
    pooledUrl: pool?.url ?? null,
    name,
    async [Symbol.asyncDispose]() {
      await pool?.[Symbol.asyncDispose]();
      if (!server.isOwn) await dropAll(server.url, name);
      await server.close();
    },
  };
}

/** Runs one statement that PostgreSQL wants outside of a transaction. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** On a server that was given to us we may lack the right to disconnect others, and wait until they have gone. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await administer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      const isPassing = error instanceof pg.DatabaseError && (error.code === '42501' || error.code === '55006');
      if (!isPassing || attempt === 50) throw error;
      await delay(100);
    }
  }
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function openServer(
  folder: string,
  edition: Edition | undefined,
): Promise<{ url: string; isOwn: boolean; close(): Promise<void> }> {
  const given = edition ? undefined : process.env.TEST_DATABASE_URL;
  if (given) return { url: given, isOwn: false, close: async () => {} };
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    ...(edition ? { edition } : {}),
    mayCreateDatabases: true,
    // Many whole programs at once; and nobody needs these files after a power cut.
    settings: { max_connections: '300', fsync: 'off', full_page_writes: 'off' },
  });
  return { url: postgres.url, isOwn: true, close: () => postgres.stop() };
}

/** The template and whatever clones a test that was killed has left. */
async function dropAll(url: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await dropDatabase(url, datname);
  } finally {
    await client.end();
  }
}
