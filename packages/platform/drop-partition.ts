import pg from 'pg';
import { keepAlive } from './database.ts';

/** `detaching` and `detached` are what a drop that was cut in between leaves behind. */
export type PartitionState = 'attached' | 'detaching' | 'detached';

/** SQL over `pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid`. */
export const partitionState =
  "CASE WHEN i.inhrelid IS NULL THEN 'detached' WHEN i.inhdetachpending THEN 'detaching' ELSE 'attached' END";

/** A statement that waits longer for a lock gives up and is tried again: whoever queued behind it must not wait long. */
const lockTimeout = '2s';
const mostTries = 8;

/** PostgreSQL's code for it. */
const LOCK_NOT_AVAILABLE = '55P03';

/** A direct connection of the owner, for DETACH CONCURRENTLY, which no transaction and no pool in between may hold. */
export async function connectOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'belfry:partitions', ...keepAlive });
  // What breaks between two statements is told by the next one.
  client.on('error', () => {});
  await client.connect();
  await client.query(`SET lock_timeout = '${lockTimeout}'`);
  return client;
}

/**
 * Takes a partition out of its table and drops it, from wherever an earlier try was cut: attached, detaching (FINALIZE),
 * detached. Blocks no writer: DETACH CONCURRENTLY waits for the transactions that use the table without holding a lock
 * that others would queue behind, and the rest concerns a table that nobody knows any more. Idempotent.
 * @param table and its partition's name, with the schema
 * @returns false where older transactions stood in the way for too long: try again later
 */
export async function dropPartition(client: pg.Client, table: string, name: string): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      switch (await readState(client, name)) {
        case 'attached':
          await client.query(`ALTER TABLE ${table} DETACH PARTITION ${name} CONCURRENTLY`);
          break;
        case 'detaching':
          await client.query(`ALTER TABLE ${table} DETACH PARTITION ${name} FINALIZE`);
          break;
        case 'detached':
          await client.query(`DROP TABLE ${name}`);
          break;
        case null:
          return true;
      }
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)) throw error;
    }
  }
  return (await readState(client, name)) === null;
}

/** null when there is no such table. */
async function readState(client: pg.Client, name: string): Promise<PartitionState | null> {
  const { rows } = await client.query<{ state: PartitionState }>(
    `SELECT ${partitionState} AS state FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.oid = to_regclass($1)`,
    [name],
  );
  return rows[0]?.state ?? null;
}
