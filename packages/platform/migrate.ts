import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import pg from 'pg';
import { soleLocks } from './advisory-locks.ts';
import { keepAlive } from './database.ts';
import { ensureRoles } from './ensure-roles.ts';
import { indexPartitions } from './index-partitions.ts';
import { type MigrationFile, readMigrationFiles } from './migration-files.ts';
import { longestTransaction, sayWhoBlocks } from './say-who-blocks.ts';

interface Target {
  /** The owner's direct URL, never through a transaction pool. */
  url: string;
  /** A Drizzle migrations folder. */
  folder: string;
}

export interface MigrateOptions extends Target {
  /** Ends it between two statements, or while it waits; what a migration has done by then is rolled back. */
  signal?: AbortSignal;
  /** One line for people about what is being waited for. */
  say?: (line: string) => void;
}

const lookForLockEveryMs = 250;
const connectWithinMs = 10_000;

/** Whoever queues behind a statement that waits for a lock waits with it, the engine first of all. */
const lockTimeout = '2s';
const pauseMs = 1000;
const longestPauseMs = 10_000;
const giveUpAfterMs = 10 * 60_000;
/** A lock that was not to be had in time, and a deadlock. */
const inTheWay: ReadonlySet<string | undefined> = new Set(['55P03', '40P01']);

const table = 'drizzle.__drizzle_migrations';

export interface Pending {
  count: number;
  statements: string[];
  /** Migrations that the database has seen and the folder does not know: the program is older than the database. */
  unknown: number;
}

/** The migrations of the folder that this database has not seen, by the hash of their text. */
export async function pendingMigrations({ url, folder }: Target): Promise<Pending> {
  const client = await connect(url);
  try {
    const { pending, unknown } = await compare(client, folder);
    return { count: pending.length, statements: pending.flatMap(({ statements }) => statements), unknown };
  } finally {
    await client.end();
  }
}

/** Whether this database has ever been brought up to date. */
export async function isMigrated(url: string): Promise<boolean> {
  const client = await connect(url);
  try {
    return await hasTable(client);
  } finally {
    await client.end();
  }
}

/**
 * Brings a database up to date: roles, then the migrations it lacks, each in a transaction of its own. Safe to run from
 * many processes at once: a transaction-level advisory lock on one connection makes the others wait, and they then find
 * nothing to do.
 * @returns how many migrations were applied, and how many the database has seen that this program does not know
 * @throws AppError `database.not-owner`, `database.locked`
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: number; unknown: number }> {
  const { url, folder, signal } = options;
  const guard = await connect(url);
  try {
    await requireOwner(guard);
    await waitForTurn(guard, options);
    const client = await connect(url);
    const cut = () => void client.end().catch(() => {});
    signal?.addEventListener('abort', cut);
    try {
      signal?.throwIfAborted();
      await ensureRoles(client, url);
      await client.query(
        `CREATE SCHEMA IF NOT EXISTS drizzle;
         CREATE TABLE IF NOT EXISTS ${table} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
      );
      const { pending, unknown } = await compare(client, folder);
      for (const file of pending) await apply(client, file, options);
      return { applied: pending.length, unknown };
    } finally {
      signal?.removeEventListener('abort', cut);
      await client.end().catch(() => {});
    }
  } finally {
    await guard.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'belfry:migrate',
    connectionTimeoutMillis: connectWithinMs,
    ...keepAlive,
  });
  // What breaks between two statements is told by the next one.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/**
 * The roles' passwords follow from the owner's: by anybody else's the servers that run would be locked out, and what
 * somebody else makes the owner could not change. A group that owns cannot log in itself, so that one of its members does.
 */
async function requireOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ user: string; owner: string; database: string; isOwner: boolean }>(
    `SELECT current_user AS user, datname AS database, owner.rolname AS owner,
       owner.rolname = current_user OR NOT owner.rolcanlogin AND pg_has_role(owner.oid, 'USAGE') AS "isOwner"
     FROM pg_database JOIN pg_roles owner ON owner.oid = coalesce(
       (SELECT nspowner FROM pg_namespace WHERE nspname = 'drizzle'), datdba)
     WHERE datname = current_database()`,
  );
  const { user, owner, database, isOwner } = rows[0] ?? {};
  if (isOwner) return;
  const message = `DATABASE_URL: its user is ${user}, but the database ${database} is ${owner}’s, who alone sets it up and brings it up to date.`;
  throw new AppError({ code: 'database.not-owner', kind: 'validation', message });
}

/** Asks again and again, so that whoever waits can be stopped, and holds the lock until `guard` ends. */
async function waitForTurn(guard: pg.Client, { signal, say }: MigrateOptions): Promise<void> {
  for (let tries = 0; ; tries++) {
    await guard.query('BEGIN');
    // Without a parameter: with one it would keep its snapshot, and CREATE INDEX CONCURRENTLY would wait for that for ever.
    const { rows } = await guard.query<{ isOurs: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${soleLocks.migration}) AS "isOurs"`,
    );
    if (rows[0]?.isOurs) return;
    await guard.query('ROLLBACK');
    if (tries === 8) say?.('another process is bringing the database up to date, which is waited for');
    await delay(lookForLockEveryMs, undefined, { signal });
  }
}

async function compare(client: pg.Client, folder: string): Promise<{ pending: MigrationFile[]; unknown: number }> {
  const applied = (await hasTable(client))
    ? (await client.query<{ hash: string }>(`SELECT hash FROM ${table}`)).rows
    : [];
  const seen = new Set(applied.map(({ hash }) => hash));
  const files = await readMigrationFiles(folder);
  const known = new Set(files.map(({ hash }) => hash));
  return { pending: files.filter(({ hash }) => !seen.has(hash)), unknown: seen.difference(known).size };
}

async function hasTable(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isThere: boolean }>('SELECT to_regclass($1) IS NOT NULL AS "isThere"', [table]);
  return rows[0]?.isThere ?? false;
}

/** Waits for the tables that a backup or a report is reading by asking for them again and again, for a moment each time. */
async function apply(client: pg.Client, file: MigrationFile, { url, signal, say }: MigrateOptions): Promise<void> {
  const waitsFor = (who: string) => `the migration ${file.name} waits for tables that others use${who}`;
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const watched = { pid: rows[0]?.pid ?? 0, connect: () => connect(url), say: (who: string) => say?.(waitsFor(who)) };
  await sayWhoBlocks(watched, async () => {
    for (const statement of file.statements) await indexPartitions(client, statement);
  });
  const startedAt = performance.now();
  for (let tries = 0; ; tries++) {
    signal?.throwIfAborted();
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = '${lockTimeout}'`);
      for (const statement of file.statements) await client.query(statement);
      await client.query(`INSERT INTO ${table} (hash, created_at) VALUES ($1, $2)`, [file.hash, file.madeAt]);
      await client.query('COMMIT');
      return;
    } catch (error) {
      // Where the connection is gone that fails as well.
      await client.query('ROLLBACK').catch(() => {});
      if (!(error instanceof pg.DatabaseError && inTheWay.has(error.code))) throw error;
      const waiting = waitsFor(await longestTransaction(client));
      if (performance.now() - startedAt > giveUpAfterMs) throw locked(waiting, error);
      if (tries === 0) say?.(waiting);
      await delay(Math.min(pauseMs * 2 ** tries, longestPauseMs), undefined, { signal });
    }
  }
}

function locked(waiting: string, cause: unknown): AppError {
  const message = `It was given up after ten minutes: ${waiting}. End that, and try again.`;
  return new AppError({ code: 'database.locked', kind: 'unavailable', message, cause });
}
