import type { Config } from '@belfry/platform/config';
import { poolSizes, roleUrl } from '@belfry/platform/database';
import pg from 'pg';
import type { Finding } from './inspect.ts';

const answersWithinMs = 5000;
const about = 'pool (DATABASE_URL_POOLED)';

/**
 * What stands at the pool's address, as the application's own role, which needs no more rights for it; nothing where no
 * address is set.
 * @param direct of the owner
 */
export async function inspectPool(direct: pg.Client, url: string, config: Config): Promise<Finding[]> {
  const { pooledUrl, poolMax } = config.database;
  if (pooledUrl === null) return [];
  const clients = [0, 1].map(() => connectionTo(roleUrl({ url, pooledUrl }, 'app')));
  try {
    for (const client of clients) await client.connect();
    const [one, other] = clients as [pg.Client, pg.Client];
    if ((await databaseOf(one)) !== (await databaseOf(direct))) {
      const todo = 'Both addresses have to lead to the same database of the same server.';
      return [{ level: 'problem', about, found: 'another database than that of DATABASE_URL', todo }];
    }
    // Refused by a pool that hands out connections for single statements.
    for (const statement of ['BEGIN', 'COMMIT']) await one.query(statement);
    const needed = Object.values(poolSizes(poolMax)).reduce((sum, size) => sum + size);
    const found = `a process may open ${needed} connections to it`;
    if (await sharesConnections(one, other)) return [{ level: 'ok', about, found: `in transaction mode; ${found}` }];
    const todo = 'Set pool_mode=transaction. Until then each of our connections is one of the database’s.';
    return [{ level: 'advice', about, found: `it seems to keep a connection for each client; ${found}`, todo }];
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const todo = `Check that the pool runs, lets in the roles belfry_app, belfry_engine, belfry_identity and belfry_sandbox, and works in transaction mode.`;
    return [{ level: 'problem', about, found, todo }];
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  }
}

function connectionTo(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: answersWithinMs,
    query_timeout: answersWithinMs,
  });
  // What breaks between two queries fails the next one.
  client.on('error', () => {});
  return client;
}

/** Differs between two databases, also of one name on two servers. */
async function databaseOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ database: string }>(
    `SELECT extract(epoch FROM pg_postmaster_start_time()) || ' ' || oid AS database FROM pg_database WHERE datname = current_database()`,
  );
  return rows[0]?.database ?? '';
}

/**
 * Whether one client has had two connections of the database's, or two clients the same one. One asks twice in a row, or
 * two connections that are handed out in turn would look like each client's own.
 */
async function sharesConnections(one: pg.Client, other: pg.Client): Promise<boolean> {
  const [first, again, others] = [await backendOf(one), await backendOf(one), await backendOf(other)];
  return first !== again || again === others;
}

async function backendOf(client: pg.Client): Promise<number | undefined> {
  return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
}
