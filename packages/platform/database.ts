import { createHmac } from 'node:crypto';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import pg from 'pg';
import { BoundedClient } from './bounded-client.ts';
import { PreparingClient } from './preparing-client.ts';

/** The login roles of engine.md: none owns a table, none is superuser, so row-level security binds each of them. */
export const roles = ['app', 'engine', 'identity', 'sandbox'] as const;
export type Role = (typeof roles)[number];

/** How long a statement of each role may take; PostgreSQL ends it then. */
export const statementTimeoutMs: Record<Role, number> = {
  app: 30_000,
  engine: 60_000,
  identity: 30_000,
  sandbox: 30_000,
};
/** So much later nobody is there who would end it. PgBouncer keeps a statement waiting for up to 15 s before it begins. */
const unansweredAfterMs = 20_000;

/**
 * A host that vanishes says nothing. Whoever waits for it is told after 20 s: Node asks ten times, once a second. That does not
 * help whoever has sent something meanwhile: the system tries for a quarter of an hour to have that acknowledged.
 */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** A connection inside an open transaction; whoever gets one must not commit it. */
export type Tx = pg.ClientBase;

export interface Database {
  pools: Record<Role, pg.Pool>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The owner's direct URL; the roles' passwords derive from its own. */
  url: string;
  /** PgBouncer in transaction mode, where there is one; same users. */
  pooledUrl?: string | undefined;
  poolMin: number;
  poolMax: number;
  applicationName?: string;
  /** After so long without an answer to a statement its connection is given up; default: somewhat more than the role may take. */
  answerWithinMs?: number;
}

/**
 * Every process can compute it from the URL it was given and nothing has to be stored; whoever has the owner's
 * password could set these anyway. `migrate` applies them again after the owner's password was changed.
 */
export function rolePassword(ownerUrl: string, role: Role): string {
  return createHmac('sha256', new URL(ownerUrl).password).update(`belfry_${role}`).digest('base64url');
}

export function roleUrl(options: Pick<DatabaseOptions, 'url' | 'pooledUrl'>, role: Role): string {
  const url = new URL(options.pooledUrl ?? options.url);
  url.username = `belfry_${role}`;
  url.password = rolePassword(options.url, role);
  return url.href;
}

/**
 * Instants arrive as Temporal.Instant and dates as ISO text: a Date would read a DATE as midnight of the server's own
 * zone. The libraries behind the other roles expect node-postgres as it comes; Drizzle brings its own reading.
 */
const temporalTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return readInstant;
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  },
};

/** Much of what is read at once was due, or written, at one instant. */
let lastRead = { text: '', instant: Temporal.Instant.fromEpochMilliseconds(0) };

/** The last hours of 9999 are the year 10000 in a session east of Greenwich; ISO 8601 wants that spelt +010000. */
function readInstant(text: string): Temporal.Instant {
  if (text === lastRead.text) return lastRead.instant;
  const instant = Temporal.Instant.from(text.replace(' ', 'T').replace(/^(\d{5})-/, '+0$1-'));
  lastRead = { text, instant };
  return instant;
}

/** How many connections each role's pool may open; the sum is what one process needs. */
export function poolSizes(poolMax: number): Record<Role, number> {
  return { app: poolMax, engine: Math.max(4, Math.ceil(poolMax / 2)), identity: 4, sandbox: 4 };
}

export function openDatabase(options: DatabaseOptions): Database {
  const sizes = poolSizes(options.poolMax);
  const open = (role: Role): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: roleUrl(options, role),
      Client: options.pooledUrl ? BoundedClient : PreparingClient,
      ...keepAlive,
      query_timeout: options.answerWithinMs ?? statementTimeoutMs[role] + unansweredAfterMs,
      ...(role === 'app' || role === 'engine' ? { types: temporalTypes } : {}),
      min: Math.min(options.poolMin, sizes[role]),
      max: sizes[role],
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
      application_name: `${options.applicationName ?? 'belfry'}:${role}`,
    });
    // A connection that breaks while idle is replaced by the next query, and one that breaks between two statements of
    // whoever has it fails the second: the pool does not listen meanwhile. Unheard, either would end the process.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  const pools = { app: open('app'), engine: open('engine'), identity: open('identity'), sandbox: open('sandbox') };
  return {
    pools,
    async close() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
    },
  };
}

/** Runs `body` in one transaction; anything it throws rolls back and is thrown on. */
export function inTransaction<T>(pool: pg.Pool, body: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(pool, 'BEGIN', body);
}

/**
 * The same with row-level security narrowed to one tenant, for this transaction alone: no session state anywhere.
 * @param lockTimeoutMs of each of its statements, which fails with 55P03 then; absent: none but the statement's own
 */
export function inTenant<T>(
  pool: pg.Pool,
  tenantId: TenantId,
  body: (tx: Tx) => Promise<T>,
  lockTimeoutMs = 0,
): Promise<T> {
  if (!isUuid(tenantId)) throw new TypeError('A tenant id is a UUID.');
  const begin = `BEGIN; SELECT set_config('app.tenant', '${tenantId}', true)`;
  return transact(pool, lockTimeoutMs > 0 ? `${begin}; SET LOCAL lock_timeout = ${lockTimeoutMs}` : begin, body);
}

/**
 * Lets this transaction last longer than the role's may (from PostgreSQL 17 on; before it nothing limits one). Each of its
 * statements is held to the role's limit still.
 */
export async function allowLong(tx: Tx, duration: Temporal.Duration): Promise<void> {
  const { rows } = await tx.query<{ knows: boolean }>(
    `SELECT current_setting('transaction_timeout', true) IS NOT NULL AS knows`,
  );
  if (!rows[0]?.knows) return;
  // A timer that runs is not set anew: it is stopped first.
  await tx.query('SET LOCAL transaction_timeout = 0');
  await tx.query(`SET LOCAL transaction_timeout = ${duration.total('milliseconds')}`);
}

async function transact<T>(pool: pg.Pool, begin: string, body: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await body(client);
    const { command } = await client.query('COMMIT');
    // What PostgreSQL says when a statement failed and its error was swallowed: nothing has been kept.
    if (command !== 'COMMIT') throw new Error(`The transaction ended with ${command} instead of COMMIT.`);
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even roll back is broken and must not return to the pool.
    const broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw error;
  }
}

/**
 * Says before anything is served whether the pools fit the server.
 * @returns what one process needs and what the server offers to ordinary roles
 */
export async function connectionBudget(url: string, poolMax: number): Promise<{ needed: number; available: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ available: number }>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true)::int, 0) AS available`,
    );
    const listener = 1;
    const needed = Object.values(poolSizes(poolMax)).reduce((sum, size) => sum + size, listener);
    return { needed, available: rows[0]?.available ?? 0 };
  } finally {
    await client.end();
  }
}
