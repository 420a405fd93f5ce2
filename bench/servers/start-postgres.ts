import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { withClient } from './with-client.ts';

export interface BenchServer extends AsyncDisposable {
  /** Runs one statement on the server's own database. */
  administer(statement: string): Promise<void>;
  urlOf(database: string): string;
  /** In bytes. */
  sizeOf(database: string): Promise<number>;
}

/** The same for everybody: durable, with memory enough that no contender is measured by its cache misses. */
const settings = {
  max_connections: '500',
  shared_buffers: '4GB',
  max_wal_size: '16GB',
  checkpoint_timeout: '60min',
  fsync: 'on',
  synchronous_commit: 'on',
};

/** PostgreSQL 18 of its own, in a temporary folder. */
export async function startPostgres(): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, mayCreateDatabases: true, settings });
  return {
    async administer(statement) {
      await withClient(server.url, (client) => client.query(statement));
    },
    urlOf(database) {
      const url = new URL(server.url);
      url.pathname = `/${database}`;
      return url.href;
    },
    async sizeOf(database) {
      const { rows } = await withClient(server.url, (client) =>
        client.query<{ size: string }>('SELECT pg_database_size($1) AS size', [database]),
      );
      return Number(rows[0]?.size ?? 0);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
