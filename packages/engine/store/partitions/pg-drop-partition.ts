import { keepAlive } from '@belfry/platform/database';
import pg from 'pg';
import type { Partition } from '../../domain/partition.ts';
import { readPartitionState } from './pg-partition-list.ts';

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
 * @returns false where older transactions stood in the way for too long: try again later
 */
export async function dropPartition(client: pg.Client, { table, name }: Partition): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      switch (await readPartitionState(client, name)) {
        case 'attached':
          await client.query(`ALTER TABLE engine.${table} DETACH PARTITION engine.${name} CONCURRENTLY`);
          break;
        case 'detaching':
          await client.query(`ALTER TABLE engine.${table} DETACH PARTITION engine.${name} FINALIZE`);
          break;
        case 'detached':
          await client.query(`DROP TABLE engine.${name}`);
          break;
        case null:
          return true;
      }
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)) throw error;
    }
  }
  return (await readPartitionState(client, name)) === null;
}

/** From this commit on slots of years before `year` are neither planned nor claimed. It only rises. Owner only. */
export async function raiseLedgerFloor(client: pg.Client, year: number): Promise<void> {
  await client.query(
    `INSERT INTO engine.ledger_floor AS f (year) VALUES ($1)
     ON CONFLICT (id) DO UPDATE SET year = greatest(f.year, excluded.year)`,
    [year],
  );
}
