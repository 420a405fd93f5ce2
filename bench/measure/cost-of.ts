import { withClient } from '../servers/with-client.ts';
import type { Bench } from './bench.ts';
import type { Contender } from './contender.ts';
import { race } from './race.ts';

/**
 * What one run leaves behind for each piece, in bytes: written to the log, and more on disk than before. Behind a checkpoint, so
 * that each page is written to the log whole when it is first touched, as every few minutes in production.
 */
export async function costOf(
  { databases, processes }: Bench,
  contender: Contender,
  count: number,
): Promise<{ log: number; disk: number }> {
  await using database = await databases.copy(contender, count);
  await withClient(database.url, (client) => client.query('CHECKPOINT'));
  const before = await readSizes(database.url);
  await race({ contender, databaseUrl: database.url, count, processes });
  const after = await readSizes(database.url);
  return { log: (after.log - before.log) / count, disk: (after.disk - before.disk) / count };
}

async function readSizes(url: string): Promise<{ log: number; disk: number }> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query<{ log: number; disk: number }>(
      `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS log,
         pg_database_size(current_database())::float8 AS disk`,
    );
    if (!rows[0]) throw new Error('There are no sizes.');
    return rows[0];
  });
}
