import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPasswords } from '@belfry/platform/embedded-postgres/cluster';
import { startEmbeddedPostgres } from '@belfry/platform/embedded-postgres/start-embedded-postgres';
import { withClient } from './with-client.ts';

export interface BenchServer extends AsyncDisposable {
  /** Runs one statement on the server's own database. */
  administer(statement: string): Promise<void>;
  urlOf(database: string): string;
  /** In bytes. */
  sizeOf(database: string): Promise<number>;
  /** What has taken most of its time in this database, a line each; none where nobody asked for it at the start. */
  statementsOf(database: string): Promise<string[]>;
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

const mostStatements = 15;

/**
 * PostgreSQL 18 of its own, in a temporary folder.
 * @param countsStatements what each statement takes; a few per cent of the rates go into it
 */
export async function startPostgres({ countsStatements }: { countsStatements: boolean }): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-bench-'));
  const counting = countsStatements ? { shared_preload_libraries: 'pg_stat_statements' } : {};
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    mayCreateDatabases: true,
    settings: { ...settings, ...counting },
  });
  await asSuperuser(server.url, folder, [
    // For what a message writes to the log behind one.
    'GRANT pg_checkpoint TO belfry',
    ...(countsStatements ? ['CREATE EXTENSION pg_stat_statements', 'GRANT pg_read_all_stats TO belfry'] : []),
  ]);
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
    async statementsOf(database) {
      if (!countsStatements) return [];
      const { rows } = await withClient(server.url, (client) =>
        client.query<{ line: string }>(
          `SELECT format('%s ms in all, %s calls, mean %s ms, most %s ms, %s rows: %s', round(total_exec_time), calls,
             round(mean_exec_time::numeric, 2), round(max_exec_time), rows, left(regexp_replace(query, '\\s+', ' ', 'g'), 100)) AS line
           FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1)
           ORDER BY total_exec_time DESC LIMIT $2`,
          [database, mostStatements],
        ),
      );
      return rows.map(({ line }) => line);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the owner of the databases may not give itself. */
async function asSuperuser(ownerUrl: string, dataDirectory: string, statements: readonly string[]): Promise<void> {
  const url = new URL(ownerUrl);
  url.username = 'postgres';
  url.password = (await readPasswords(dataDirectory)).superuser;
  await withClient(url.href, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}
