import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Role, rolePassword, roles, roleUrl, statementTimeoutMs } from './database.ts';

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

/**
 * The application's login roles, each with its settings and the password that follows from the owner's. They belong to the
 * whole cluster: another database of it may be creating them right now, and servers may be using them; what is as it should
 * be is left alone.
 */
export async function ensureRoles(client: pg.Client, url: string): Promise<void> {
  const newer = await newerSettings(client);
  for (const role of roles) {
    const name = `belfry_${role}`;
    const { rows } = await client.query<{ rolconfig: string[] | null }>(
      'SELECT rolconfig FROM pg_roles WHERE rolname = $1',
      [name],
    );
    if (!rows[0]) await client.query(`CREATE ROLE ${name} LOGIN`).catch(ignoreExistingRole);
    const missing = settingsOf(role, newer).filter(([key, value]) => !rows[0]?.rolconfig?.includes(`${key}=${value}`));
    const statements = missing.map(([key, value]) => `ALTER ROLE ${name} SET ${key} = '${value}'`);
    if (!rows[0] || !(await hasPassword(client, url, role)))
      statements.unshift(`ALTER ROLE ${name} PASSWORD '${scramVerifier(rolePassword(url, role))}'`);
    if (statements.length > 0) await client.query(statements.join('; ')).catch(ignoreConcurrentUpdate);
  }
}

/** As its verifier tells, which only a superuser may read; else as PostgreSQL says when the role knocks. */
async function hasPassword(client: pg.Client, url: string, role: Role): Promise<boolean> {
  const { rows } = await client.query<{ isAllowed: boolean }>(
    `SELECT has_table_privilege('pg_authid', 'SELECT') AS "isAllowed"`,
  );
  if (!rows[0]?.isAllowed) return canLogIn(roleUrl({ url }, role));
  const { rows: found } = await client.query<{ rolpassword: string | null }>(
    'SELECT rolpassword FROM pg_authid WHERE rolname = $1',
    [`belfry_${role}`],
  );
  const [, iterations, salt] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(found[0]?.rolpassword ?? '') ?? [];
  if (!iterations || !salt) return false;
  const made = scramVerifier(rolePassword(url, role), Buffer.from(salt, 'base64'), Number(iterations));
  return made === found[0]?.rolpassword;
}

async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function newerSettings(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ knows: boolean }>(
    `SELECT current_setting('transaction_timeout', true) IS NOT NULL AS knows`,
  );
  return rows[0]?.knows ? { transaction_timeout: transactionTimeout } : {};
}

function settingsOf(role: Role, newer: Record<string, string>): [key: string, value: string][] {
  return Object.entries({
    statement_timeout: `${statementTimeoutMs[role]}ms`,
    idle_in_transaction_session_timeout: '15s',
    ...roleSettings[role],
    ...newer,
  });
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
function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
