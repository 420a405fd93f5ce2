import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { keepAlive, type Role, rolePassword, roles, statementTimeoutMs } from './database.ts';

interface MigrateOptions {
  /** The owner's direct URL, never through a transaction pool. */
  url: string;
  /** A Drizzle migrations folder. */
  folder: string;
}

/** Any number, as long as it stays: whoever migrates this database waits for whoever else does. */
const MIGRATION_LOCK = 7_310_911_842;

/** Where there is an index, it is used: a plan that was made while a partition was empty is kept when it has a million rows. */
const byIndex = { enable_seqscan: 'off' };

/**
 * What each role's sessions are held to. ALTER ROLE is the one place that holds behind a transaction pool as well.
 * The application's statements are short; identity needs its schema without naming it.
 */
const roleSettings: Record<Role, Record<string, string>> = {
  app: byIndex,
  engine: byIndex,
  identity: { search_path: 'identity' },
  sandbox: {},
};

/** From PostgreSQL 17 on. Planning a large shard is the longest transaction there is. */
const transactionTimeout = '120s';

/** The migrations of the folder that this database has not seen, by the hash of their text. */
export async function pendingMigrations(options: MigrateOptions): Promise<{ count: number; statements: string[] }> {
  const client = await connect(options.url);
  try {
    return await findPending(client, options.folder);
  } finally {
    await client.end();
  }
}

/**
 * Brings a database up to date: roles, then the migrations it lacks. Safe to run from many processes at once: a
 * transaction-level advisory lock on one connection makes the others wait, and they then find nothing to do.
 * @returns how many migrations were applied
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: number }> {
  const guard = await connect(options.url);
  try {
    await guard.query('BEGIN');
    await guard.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const client = await connect(options.url);
    try {
      await ensureRoles(client, options.url);
      const { count } = await findPending(client, options.folder);
      if (count > 0) await applyMigrations(drizzle(client), { migrationsFolder: options.folder });
      return { applied: count };
    } finally {
      await client.end();
    }
  } finally {
    await guard.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'belfry:migrate', ...keepAlive });
  await client.connect();
  return client;
}

async function findPending(client: pg.Client, folder: string): Promise<{ count: number; statements: string[] }> {
  const known = await client.query<{ seen: boolean }>(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS seen`,
  );
  const applied = known.rows[0]?.seen
    ? (await client.query<{ hash: string }>('SELECT hash FROM drizzle.__drizzle_migrations')).rows
    : [];
  const hashes = new Set(applied.map((row) => row.hash));
  const pending = readMigrationFiles({ migrationsFolder: folder }).filter((file) => !hashes.has(file.hash));
  return { count: pending.length, statements: pending.flatMap((file) => file.sql) };
}

/** Roles belong to the whole cluster: another database of it may be creating the same one right now. */
async function ensureRoles(client: pg.Client, url: string): Promise<void> {
  for (const role of roles) {
    const name = `belfry_${role}`;
    const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE ROLE ${name} LOGIN`).catch(ignoreExistingRole);
    await client
      .query([...roleStatements(name, role, url), ...(await newerSettings(client, name))].join('; '))
      .catch(ignoreConcurrentUpdate);
  }
}

async function newerSettings(client: pg.Client, name: string): Promise<string[]> {
  const { rows } = await client.query<{ knows: boolean }>(
    `SELECT current_setting('transaction_timeout', true) IS NOT NULL AS knows`,
  );
  return rows[0]?.knows ? [`ALTER ROLE ${name} SET transaction_timeout = '${transactionTimeout}'`] : [];
}

function roleStatements(name: string, role: Role, url: string): string[] {
  const limits = {
    statement_timeout: `${statementTimeoutMs[role]}ms`,
    idle_in_transaction_session_timeout: '15s',
  };
  const settings = Object.entries({ ...limits, ...roleSettings[role] }).map(
    ([key, value]) => `ALTER ROLE ${name} SET ${key} = '${value}'`,
  );
  return [`ALTER ROLE ${name} PASSWORD '${scramVerifier(rolePassword(url, role))}'`, ...settings];
}

function ignoreExistingRole(error: unknown): void {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code !== '42710' && code !== '23505') throw error;
}

/** «tuple concurrently updated»: another database's migration is writing the same values. */
function ignoreConcurrentUpdate(error: unknown): void {
  if (!(error instanceof pg.DatabaseError && error.code === 'XX000')) throw error;
}

/** The verifier PostgreSQL stores (RFC 5803), so that no password ever stands in a statement or a server's log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
