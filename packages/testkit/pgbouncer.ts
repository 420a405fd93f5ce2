import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rolePassword, roles } from '@belfry/platform/database';
import { chooseRunAs } from '@belfry/platform/embedded-postgres/run-as';
import { freePort } from '@belfry/platform/free-ports';
import pg from 'pg';

export interface PgBouncer extends AsyncDisposable {
  /** The server's URL with PgBouncer's address. */
  url: string;
}

interface PgBouncerOptions {
  /** Exists; PgBouncer gets one of its own in it. Default: a temporary one, removed at the end. */
  folder?: string;
  /** Of the owner, direct. */
  serverUrl: string;
  /**
   * The account by which it asks the database for everybody else's, as it does where it is deployed. Without one it is
   * told all of them, for a function to ask would have to be in each database of the tests.
   */
  asking?: { name: string; password: string };
  /** Of each user in each database; default 8, smaller than the pools of our clients. */
  poolSize?: number;
}

const deployed = join(import.meta.dirname, '../../deploy/pgbouncer/pgbouncer.ini');
/** Debian keeps it where ordinary users do not look. */
const searchPath = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
const readyTimeoutMs = 30_000;
const attempts = 5;
const portTaken = /address already in use/i;

/**
 * PgBouncer as we deploy it, before any database of the server. Unless told otherwise its pools are smaller than those of our
 * clients, so that transactions do queue and change connections; connections of databases that were dropped do not stay for long.
 * @throws where there is none on this machine
 */
export async function startPgBouncer(options: PgBouncerOptions): Promise<PgBouncer> {
  const { serverUrl, asking } = options;
  const own = options.folder ? join(options.folder, 'pgbouncer') : await mkdtemp(join(tmpdir(), 'belfry-pgbouncer-'));
  await mkdir(own, { recursive: true });
  const runAs = await chooseRunAs(own, [own]);
  const give = (path: string) => (runAs.owner ? chown(path, runAs.owner.uid, runAs.owner.gid) : undefined);
  await give(own);
  const write = async (name: string, text: string) => {
    const path = join(own, name);
    await writeFile(path, text, { mode: 0o600 });
    await give(path);
    return path;
  };
  const accounts = asking ? [[asking.name, asking.password]] : accountsOf(serverUrl);
  const users = await write('userlist.txt', userList(accounts));
  const [prober = '', password = ''] = accounts[0] ?? [];
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const settings = await write('pgbouncer.ini', withOurs(await readFile(deployed, 'utf8'), options, port, users));
    const { file, args, options: spawning } = runAs.command('pgbouncer', [settings]);
    const child = spawn(file, args, { ...spawning, env: { PATH: searchPath }, stdio: ['ignore', 'ignore', 'pipe'] });
    const url = new URL(serverUrl);
    [url.hostname, url.port] = ['127.0.0.1', String(port)];
    const probe = new URL(url);
    [probe.username, probe.password] = [prober, password];
    const failure = await untilReady(child, probe.href);
    if (failure === null) {
      return {
        url: url.href,
        async [Symbol.asyncDispose]() {
          await end(child);
          if (!options.folder) await rm(own, { recursive: true, force: true });
        },
      };
    }
    await end(child);
    if (attempt === attempts || !portTaken.test(failure)) throw new Error(`PgBouncer did not start: ${failure}`);
  }
}

function accountsOf(serverUrl: string): string[][] {
  const { username, password } = new URL(serverUrl);
  return [
    [decodeURIComponent(username), decodeURIComponent(password)],
    ...roles.map((role) => [`belfry_${role}`, rolePassword(serverUrl, role)]),
  ];
}

function userList(accounts: readonly string[][]): string {
  return accounts.map((account) => `${account.map((text) => `"${text.replaceAll('"', '""')}"`).join(' ')}\n`).join('');
}

/** The deployed settings with ours in their places: a second section of the same name would undo all of the first. */
function withOurs(
  text: string,
  { serverUrl, asking, poolSize = 8 }: PgBouncerOptions,
  port: number,
  users: string,
): string {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const ours: Record<string, string> = {
    belfry: `host=${hostname} port=${serverPort || 5432}\n* = host=${hostname} port=${serverPort || 5432}`,
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    auth_file: users,
    ...(asking ? {} : { auth_user: '' }),
    default_pool_size: String(poolSize),
    server_idle_timeout: '10',
  };
  return Object.entries(ours).reduce((settings, [name, value]) => {
    const line = new RegExp(`^${name} = .*$`, 'm');
    if (!line.test(settings)) throw new Error(`deploy/pgbouncer/pgbouncer.ini does not set ${name}.`);
    return settings.replace(line, `${name} = ${value}`);
  }, text);
}

/** @returns what went wrong, null where it answers */
async function untilReady(child: ChildProcess, url: string): Promise<string | null> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  let missing: string | null = null;
  let refused = '';
  child.once('error', (error) => {
    missing = error.message;
  });
  const giveUpAt = performance.now() + readyTimeoutMs;
  while (missing === null && child.exitCode === null && child.signalCode === null && performance.now() < giveUpAt) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return null;
    } catch (error) {
      refused = String(error);
      await delay(50);
    }
  }
  return missing ?? `${said.trim()} ${refused}`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(patience);
}
