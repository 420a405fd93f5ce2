import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '@belfry/platform/config';
import { connectionBudget, poolSizes, roles } from '@belfry/platform/database';
import { pendingMigrations } from '@belfry/platform/migrate';
import { openTransport } from '@belfry/platform/transports/open-transport';
import type { Transport, TransportState } from '@belfry/platform/transports/transport';
import pg from 'pg';
import { isConsoleBuilt } from '../compose/console-files.ts';
import { migrationsFolder, newerSchema } from '../migrations-folder.ts';
import { emailAccount } from './email-account.ts';
import { inspectPool } from './inspect-pool.ts';

export interface Finding {
  level: 'ok' | 'advice' | 'problem';
  about: string;
  found: string;
  /** What to do about it. */
  todo?: string;
}

const oldestVersion = 150_000;
const mostClockSkewMs = 1000;
const brokerAnswersWithinMs = 3000;

/** What can be said of an installation by looking at it; changes nothing. */
export async function inspect(config: Config, url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return [
      await inspectServer(client, config),
      await inspectMigrations(url),
      await inspectRoles(client),
      await inspectConnections(url, config),
      ...(await inspectPool(client, url, config)),
      await inspectClock(client),
      ...(await inspectTransport(config)),
      ...inspectChannels(config),
      inspectConsole(),
    ];
  } finally {
    await client.end();
  }
}

async function inspectServer(client: pg.Client, config: Config): Promise<Finding> {
  const { rows } = await client.query<{ version: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text`,
  );
  const about = config.database.url ? 'database (DATABASE_URL)' : 'database (embedded)';
  const found = `PostgreSQL ${rows[0]?.text}`;
  if ((rows[0]?.version ?? 0) >= oldestVersion) return { level: 'ok', about, found };
  return { level: 'problem', about, found, todo: 'PostgreSQL 15 or newer is needed.' };
}

async function inspectMigrations(url: string): Promise<Finding> {
  const { count, unknown } = await pendingMigrations({ url, folder: migrationsFolder });
  if (unknown > 0) {
    const todo = 'Run the version that brought the database up to date, or a newer one.';
    return { level: 'advice', about: 'schema', found: newerSchema(unknown), todo };
  }
  if (count === 0) return { level: 'ok', about: 'schema', found: 'up to date' };
  return { level: 'problem', about: 'schema', found: `${count} migrations missing`, todo: 'Run: npx belfry migrate' };
}

/** A role that could bypass row-level security would make it worth nothing. */
async function inspectRoles(client: pg.Client): Promise<Finding> {
  const names = roles.map((role) => `belfry_${role}`);
  const { rows } = await client.query<{ rolname: string; unsafe: boolean }>(
    `SELECT rolname, rolsuper OR rolbypassrls OR EXISTS (
       SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relowner = r.oid AND n.nspname IN ('engine', 'people', 'platform', 'channels', 'eventlog', 'identity', 'sandbox')
     ) AS unsafe FROM pg_roles r WHERE rolname = ANY($1)`,
    [names],
  );
  const unsafe = rows.filter((row) => row.unsafe).map((row) => row.rolname);
  const missing = names.filter((name) => !rows.some((row) => row.rolname === name));
  if (missing.length > 0) {
    return {
      level: 'problem',
      about: 'roles',
      found: `missing: ${missing.join(', ')}`,
      todo: 'Run: npx belfry migrate',
    };
  }
  if (unsafe.length === 0) return { level: 'ok', about: 'roles', found: 'held to row-level security' };
  const todo = 'Take away SUPERUSER, BYPASSRLS and the ownership of tables.';
  return { level: 'problem', about: 'roles', found: `can bypass row-level security: ${unsafe.join(', ')}`, todo };
}

/** Behind a pool a process opens none but those for what needs a session. */
async function inspectConnections(url: string, config: Config): Promise<Finding> {
  const { poolMax, pooledUrl } = config.database;
  const { needed, available } = await connectionBudget(url, poolMax);
  if (pooledUrl !== null) {
    return { level: 'ok', about: 'connections', found: `the server offers ${available}, to the pool and beside it` };
  }
  const { app } = poolSizes(poolMax);
  const found = `a process may open ${needed} connections (${app} for requests), the server offers ${available}`;
  if (needed <= available) return { level: 'ok', about: 'connections', found };
  return { level: 'problem', about: 'connections', found, todo: 'Lower DB_POOL_MAX, or raise max_connections.' };
}

async function inspectClock(client: pg.Client): Promise<Finding> {
  const before = Date.now();
  const { rows } = await client.query<{ ms: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
  );
  const skewMs = Math.round((rows[0]?.ms ?? before) - (before + Date.now()) / 2);
  const found = `this machine differs from the database by ${Math.abs(skewMs)} ms`;
  if (Math.abs(skewMs) <= mostClockSkewMs) return { level: 'ok', about: 'clock', found };
  const todo = 'Nothing is sent at a wrong time, for the database’s clock counts; but switch time synchronisation on.';
  return { level: 'advice', about: 'clock', found, todo };
}

/** Without a broker there is nothing to say. */
async function inspectTransport(config: Config): Promise<Finding[]> {
  const { name } = config.transport;
  const about = `transport ${name}`;
  try {
    const transport = await openTransport(config.transport, () => {});
    if (!transport) return [];
    const state = await untilAnswer(transport).finally(() => transport.close());
    const found = `${state.waiting} messages waiting`;
    if (state.dead === 0) return [{ level: 'ok', about, found }];
    const todo = 'They went to the dead letters of the broker; the log says why. The audit has published them again.';
    return [{ level: 'advice', about, found: `${found}, ${state.dead} that nobody could handle`, todo }];
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const variable = name === 'rabbitmq' ? 'RABBITMQ_URL' : 'QUEUE_REDIS_URL';
    const todo = `Check that the server of ${variable} runs and lets this user in. What is due waits until then.`;
    return [{ level: 'problem', about, found, todo }];
  }
}

/** It connects beside everything else, and may need a moment. */
async function untilAnswer(transport: Transport): Promise<TransportState> {
  const giveUpAt = performance.now() + brokerAnswersWithinMs;
  while (!transport.isReachable() && performance.now() < giveUpAt) await delay(50);
  return transport.look();
}

export function inspectChannels(config: Config): Finding[] {
  const { twilio } = config;
  if (config.channels === 'sandbox') {
    const todo =
      'To go live set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, SMTP_URL and BELFRY_CHANNELS=live.';
    return [{ level: 'advice', about: 'channels', found: 'SIMULATED: nothing leaves this machine', todo }];
  }
  const accounts: [string, boolean, string][] = [
    [
      'sms',
      twilio.account !== null,
      'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID',
    ],
    ['email', emailAccount(config).isThere, emailAccount(config).variables],
  ];
  return accounts.map(([name, isThere, variables]) =>
    isThere
      ? { level: 'ok', about: `channel ${name}`, found: 'live' }
      : {
          level: 'advice',
          about: `channel ${name}`,
          found: 'no account: nobody can be reached by it',
          todo: `Set ${variables}.`,
        },
  );
}

function inspectConsole(): Finding {
  if (isConsoleBuilt()) return { level: 'ok', about: 'console', found: 'built' };
  const isSource = existsSync(join(import.meta.dirname, '../../console/index.html'));
  const todo = isSource ? 'npm start builds it.' : 'Serve it from where it was deployed.';
  return { level: 'advice', about: 'console', found: 'not built', todo };
}
