import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TenantId } from '@belfry/kernel/ids';
import { readConnection } from '@belfry/platform/data-directory-connection';
import { roleUrl } from '@belfry/platform/database';
import { createIdentity } from '@belfry/platform/identity/identity';
import { createLogger } from '@belfry/platform/logger';
import pg from 'pg';
import { type ApiClient, apiClient } from './api-client.ts';
import { type End, type Program, runBelfry } from './program.ts';
import { databaseEnv, testDatabase } from './test-database.ts';

export interface BelfryOptions {
  /** Over what the test sets by itself. */
  env?: Record<string, string>;
  /** Default `virtual`. */
  clock?: 'virtual' | 'system';
  /** What the virtual clock shows first: an instant of the future, for it cannot go back. */
  at?: string;
  /** Default: a database of its own, dropped at the end. */
  databaseUrl?: string;
  /** Default: a directory of its own, removed at the end. */
  dataDir?: string;
  /** What it does, as `--role` takes it. Default: everything. */
  roles?: string;
  /** BELFRY_FAULT: the write boundary at which the program is to end. */
  fault?: string;
}

export interface BelfryProcess extends ApiClient, AsyncDisposable {
  base: string;
  databaseUrl: string;
  dataDir: string;
  /** For another organisation than the first. */
  createKey(tenant: string): Promise<string>;
  /** Of the program that runs now. */
  pid(): number;
  /** How the program that runs now ends; for those that end by a fault. */
  ended(): Promise<End>;
  kill9(): Promise<void>;
  /** SIGTERM. @throws where it does not end cleanly, or not in time, or had ended by itself */
  terminate(): Promise<void>;
  /** Starts it again, on the same data and port. @throws where it had ended by itself */
  restart(options?: Pick<BelfryOptions, 'env' | 'fault'>): Promise<void>;
  /** Stops it as Ctrl-C would, and clears away what it was given. @throws where it does not end cleanly */
  stop(): Promise<void>;
  /** All that every run of it said. */
  log(): string;
  /** As the first run printed it: a moment after it is ready. */
  signInLink(): Promise<string>;
}

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 25;

/** Starts the whole program as a child process with its own sandbox, database and data; returns when it is ready. */
export async function startBelfry(options: BelfryOptions = {}): Promise<BelfryProcess> {
  const own: (() => Promise<unknown>)[] = [];
  const clearAway = async () => {
    for (const remove of own.toReversed()) await remove();
  };
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'belfry-journey-')));
  if (!options.dataDir) own.push(() => rm(dataDir, { recursive: true, force: true }));
  const logs: Program[] = [];
  try {
    const databaseUrl = options.databaseUrl ?? (await ownDatabase(own));
    const env = {
      PORT: '0',
      BELFRY_DATA: dataDir,
      ...databaseEnv(databaseUrl),
      DB_POOL_MIN: '0',
      DB_POOL_MAX: '5',
      BELFRY_CLOCK: options.clock ?? 'virtual',
      ...options.env,
    };
    const launch = async (extra: Record<string, string>, fault?: string) => {
      const args = ['serve', ...(options.roles ? ['--role', options.roles] : [])];
      const program = await runBelfry(args, { ...env, ...extra, ...(fault ? { BELFRY_FAULT: fault } : {}) });
      logs.push(program);
      return { program, base: await untilReady(program, dataDir) };
    };
    let { program, base } = await launch({}, options.fault).catch((error: unknown) => {
      // A free port is chosen before it is used, and another program of another test may come in between.
      if (!logs.at(-1)?.log().includes('EADDRINUSE') || env.PORT !== '0') throw error;
      return launch({}, options.fault);
    });
    const client = apiClient(base, await createKey({ databaseUrl, dataDir, base }));
    if (options.at) await client.setClock(options.at);
    const stop = async () => {
      await end(program).finally(clearAway);
    };
    return {
      ...client,
      base,
      databaseUrl,
      dataDir,
      createKey: (tenant) => createKey({ databaseUrl, dataDir, base }, tenant),
      pid: () => program.pid,
      ended: () => program.ended,
      async kill9() {
        program.kill('SIGKILL');
        await program.ended;
      },
      terminate: () => end(program),
      async restart(again = {}) {
        await end(program);
        // Callbacks under way carry this address.
        ({ program } = await launch({ ...again.env, PORT: new URL(base).port }, again.fault));
      },
      stop,
      log: () => logs.map((run) => run.log()).join(''),
      signInLink: () => printedLink(logs[0]),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    for (const program of logs) program.kill('SIGKILL');
    await clearAway();
    throw error;
  }
}

async function ownDatabase(own: (() => Promise<unknown>)[]): Promise<string> {
  const database = await testDatabase();
  own.push(database.close);
  return database.url;
}

/** @returns where it listens, which only its connection file tells when the port is ephemeral */
async function untilReady(program: Program, dataDir: string): Promise<string> {
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < giveUpAt && !program.hasEnded()) {
    const connection = await readConnection(dataDir);
    const base = connection?.pid === program.pid ? connection.serverUrl : null;
    if (
      base &&
      (await fetch(`${base}/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      return base;
    await delay(POLL_MS);
  }
  throw new Error(`belfry serve ${program.hasEnded() ? 'ended' : 'was not ready in time'}:\n${program.log()}`);
}

async function printedLink(program: Program | undefined): Promise<string> {
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  while (program && performance.now() < giveUpAt && !program.hasEnded()) {
    const [link] = /http\S+\/sign-in\/\S+/.exec(program.log()) ?? [];
    if (link) return link;
    await delay(POLL_MS);
  }
  throw new Error(`belfry serve printed no link to sign in by:\n${program?.log()}`);
}

/** What `belfry key create` does, without a program for it: every test that starts a server wants one. */
async function createKey(
  { databaseUrl, dataDir, base }: { databaseUrl: string; dataDir: string; base: string },
  tenantId?: string,
): Promise<string> {
  // Without one of ours it brings its own, and its connection file says where.
  const url = databaseUrl || (await readConnection(dataDir))?.databaseUrl;
  if (!url) throw new Error('The server has no database that a key could be made in.');
  const pool = new pg.Pool({ connectionString: roleUrl({ url }, 'identity'), max: 1 });
  try {
    // A key is kept as its hash, which knows no secret.
    const secret = 'not the one that this installation signs its cookies with';
    const identity = createIdentity({ pool, baseUrl: base, secret, logger: createLogger({ level: 'warn' }) });
    return await identity.createKey(tenantId === undefined ? {} : { tenantId: tenantId as TenantId });
  } finally {
    await pool.end();
  }
}

async function end(program: Program): Promise<void> {
  const hasEnded = program.hasEnded();
  program.kill('SIGTERM');
  const patience = setTimeout(() => program.kill('SIGKILL'), STOP_TIMEOUT_MS);
  const { code, signal } = await program.ended;
  clearTimeout(patience);
  // Killed by the test, or by a fault that it asked for.
  if (code === 0 || (hasEnded && signal === 'SIGKILL')) return;
  const how = hasEnded ? 'ended by itself, by' : 'did not stop cleanly but by';
  throw new Error(`belfry serve ${how} ${signal ?? `exit code ${code}`}:\n${program.log()}`);
}
