import type { Tx } from '@belfry/platform/database';
import { type Partition, partitionedTables, partitionNamed } from '../../domain/partition.ts';

/** `detaching` and `detached` are what a drop that was cut in between leaves behind. */
export type PartitionState = 'attached' | 'detaching' | 'detached';

export interface StoredPartition extends Partition {
  state: PartitionState;
  /** With its indexes. */
  bytes: number;
}

/** All that there are, oldest first within each table, the tables in the order in which their partitions go. Reads only. */
export async function listPartitions(tx: Pick<Tx, 'query'>): Promise<StoredPartition[]> {
  const { rows } = await tx.query<{ name: string; state: PartitionState; bytes: string }>(
    `SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes,
       CASE WHEN i.inhrelid IS NULL THEN 'detached' WHEN i.inhdetachpending THEN 'detaching' ELSE 'attached' END AS state
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.relnamespace = 'engine'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
  );
  const partitions = rows.flatMap(({ name, state, bytes }) => {
    const partition = partitionNamed(name);
    return partition ? [{ ...partition, state, bytes: Number(bytes) }] : [];
  });
  return partitionedTables.flatMap((table) => partitions.filter((partition) => partition.table === table));
}

/** null when there is no such table. */
export async function readPartitionState(tx: Pick<Tx, 'query'>, name: string): Promise<PartitionState | null> {
  return (await listPartitions(tx)).find((partition) => partition.name === name)?.state ?? null;
}

/** Counts them all: as long as it takes to read the partition once. */
export async function countRows(tx: Pick<Tx, 'query'>, { name }: Partition): Promise<number> {
  const { rows } = await tx.query<{ count: string }>(`SELECT count(*) FROM engine.${name}`);
  return Number(rows[0]?.count);
}
