import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostmaster, serves } from '@belfry/platform/embedded-postgres/postmaster';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { freePort } from '@belfry/platform/free-ports';
import pg from 'pg';
import { chosenEdition } from '../chosen-edition.ts';

export interface MortalPostgres extends AsyncDisposable {
  /** Of the owner, direct; the same after each start. */
  url: string;
  /** Of the owner. A connection that dies with the server is replaced. */
  pool: pg.Pool;
  /** `kill -9` of the server; its sessions end as soon as they notice. */
  kill9(): Promise<void>;
  /** On the same files and port: it recovers what was committed. */
  start(): Promise<void>;
}

/**
 * An empty PostgreSQL of the test's own, to be killed: fsync on, as it runs for everybody. It ends with the test, or
 * within a minute after its files have gone, which it notices by itself.
 */
export async function startMortalPostgres(): Promise<MortalPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'belfry-mortal-'));
  const settings = { port: String(await freePort()) };
  const clusterPath = join(dataDir, 'postgres');
  const options = { dataDir, settings, ...(chosenEdition ? { edition: chosenEdition } : {}) };
  let server = await startEmbeddedPostgres(options);
  const pool = new pg.Pool({ connectionString: server.url, max: 3 });
  pool.on('error', () => {});
  return {
    url: server.url,
    pool,
    async kill9() {
      const found = await findPostmaster(clusterPath);
      if (!found) throw new Error('PostgreSQL is not running.');
      process.kill(found.pid, 'SIGKILL');
      while (serves(found.pid, clusterPath)) await delay(1);
    },
    async start() {
      server = await startEmbeddedPostgres(options);
    },
    async [Symbol.asyncDispose]() {
      await pool.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
