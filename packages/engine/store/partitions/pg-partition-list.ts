import type { Tx } from '@belfry/platform/database';
import { type PartitionState, partitionState } from '@belfry/platform/drop-partition';
import { type Partition, partitionedTables, partitionNamed } from '../../domain/partition.ts';

export interface StoredPartition extends Partition {
  state: PartitionState;
  /** With its indexes. */
  bytes: number;
}

/** All that there are, oldest first within each table, the tables in the order in which their partitions go. Reads only. */
export async function listPartitions(tx: Pick<Tx, 'query'>): Promise<StoredPartition[]> {
  const { rows } = await tx.query<{ name: string; state: PartitionState; bytes: string }>(
    `SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes,
       ${partitionState} AS state
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.relnamespace = 'engine'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
  );
  const partitions = rows.flatMap(({ name, state, bytes }) => {
    const partition = partitionNamed(name);
    return partition ? [{ ...partition, state, bytes: Number(bytes) }] : [];
  });
  return partitionedTables.flatMap((table) => partitions.filter((partition) => partition.table === table));
}

/** Counts them all: as long as it takes to read the partition once. */
export async function countRows(tx: Pick<Tx, 'query'>, { name }: Partition): Promise<number> {
  const { rows } = await tx.query<{ count: string }>(`SELECT count(*) FROM engine.${name}`);
  return Number(rows[0]?.count);
}
