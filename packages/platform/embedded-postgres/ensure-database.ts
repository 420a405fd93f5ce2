import pg from 'pg';
import type { Passwords } from './cluster.ts';

/** The role that owns the database `belfry` and is no superuser, so that the default runs like a managed PostgreSQL. */
export function ownerUrl(port: number, passwords: Passwords): string {
  return `postgresql://belfry:${passwords.belfry}@127.0.0.1:${port}/belfry`;
}

/**
 * Makes the role and the database where they are missing, and proves that the server answers.
 * @param mayCreateDatabases for tests, which clone theirs and drop them while somebody is still connected
 */
export async function ensureDatabase(port: number, passwords: Passwords, mayCreateDatabases: boolean): Promise<void> {
  if (await answers(ownerUrl(port, passwords), mayCreateDatabases)) return;
  await withClient(`postgresql://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`, async (client) => {
    const role = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = 'belfry'`);
    if (role.rowCount === 0) await client.query('CREATE ROLE belfry');
    const createdb = mayCreateDatabases ? 'CREATEDB' : 'NOCREATEDB';
    await client.query(`ALTER ROLE belfry LOGIN CREATEROLE ${createdb} PASSWORD '${passwords.belfry}'`);
    if (mayCreateDatabases) await client.query('GRANT pg_signal_backend TO belfry');
    const database = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'belfry'`);
    if (database.rowCount === 0) await client.query('CREATE DATABASE belfry OWNER belfry');
  });
}

async function answers(url: string, mayCreateDatabases: boolean): Promise<boolean> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query('SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user');
      return rows[0]?.rolcreatedb === mayCreateDatabases;
    });
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, body: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return await body(client);
  } finally {
    await client.end();
  }
}
