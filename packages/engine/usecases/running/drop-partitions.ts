import { soleLocks } from '@belfry/platform/advisory-locks';
import type { Tx } from '@belfry/platform/database';
import { connectOwner, dropPartition } from '@belfry/platform/drop-partition';
import type pg from 'pg';
import { isPastItsTime, type Partition } from '../../domain/partition.ts';
import { awaitClaims } from '../../store/chain/pg-shard-locks.ts';
import { raiseLedgerFloor } from '../../store/partitions/pg-ledger-floor.ts';
import { listPartitions, type StoredPartition } from '../../store/partitions/pg-partition-list.ts';
import { whatNeeds } from '../../store/partitions/pg-partition-needs.ts';

export interface JudgedPartition extends StoredPartition {
  /** Why it is kept although its time is over; empty when it may go. */
  neededBy: string[];
}

export interface Upkeep {
  now: Temporal.Instant;
  /** How long turns and outcomes are kept after their month has ended; 0 for ever. */
  retentionMonths: number;
  onError(error: unknown): void;
}

/**
 * The partitions whose time is over, and what an earlier drop has left half-done, each with what still needs it. One of
 * which that cannot be found out is reported and kept, and holds up no other. Reads only.
 * @param tx not within a transaction, which the first failure would end
 */
export async function judgePartitions(tx: Pick<Tx, 'query'>, upkeep: Upkeep): Promise<JudgedPartition[]> {
  const judged: JudgedPartition[] = [];
  for (const partition of await listPartitions(tx)) {
    const verdict = await judge(tx, partition, upkeep);
    if (verdict) judged.push(verdict);
  }
  return judged;
}

/** null where its time is not over. What is on its way out has been judged before. */
async function judge(
  tx: Pick<Tx, 'query'>,
  partition: StoredPartition,
  { now, retentionMonths, onError }: Upkeep,
): Promise<JudgedPartition | null> {
  if (partition.state !== 'attached') return { ...partition, neededBy: [] };
  if (!isPastItsTime(partition, now, retentionMonths)) return null;
  try {
    return { ...partition, neededBy: await whatNeeds(tx, partition) };
  } catch (error) {
    onError(error);
    return { ...partition, neededBy: ['what could not be found out'] };
  }
}

export interface Dropped {
  dropped: JudgedPartition[];
  kept: JudgedPartition[];
  /** Older transactions stood in the way for too long, or another process is at it: the next call goes on from there. */
  postponed: JudgedPartition[];
}

/**
 * Drops the partitions that may go, each looked at once more right before, and ends what an earlier drop left half-done.
 * A year of the ledger goes in an order of its own: first the floor rises, then all claims that may not have seen it
 * pass, then the partition goes; so nothing older than the ledger is ever claimed. Safe to run beside everything else,
 * and to repeat after a crash on any line.
 * @param url the owner's, direct
 */
export async function dropPartitions(url: string, upkeep: Upkeep): Promise<Dropped> {
  const [guard, client] = [await connectOwner(url), await connectOwner(url)];
  try {
    // On a connection of its own, for DETACH CONCURRENTLY bears no transaction. It holds no snapshot that would be waited for.
    await guard.query('BEGIN');
    const { rows } = await guard.query<{ ours: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${soleLocks.dropPartitions}) AS ours`,
    );
    const result: Dropped = { dropped: [], kept: [], postponed: [] };
    for (const partition of await listPartitions(client)) {
      const judged = await judge(client, partition, upkeep);
      if (!judged) continue;
      if (judged.neededBy.length > 0) result.kept.push(judged);
      else if (rows[0]?.ours && (await drop(client, judged))) result.dropped.push(judged);
      else result.postponed.push(judged);
    }
    return result;
  } finally {
    await Promise.all([guard.end(), client.end()]);
  }
}

async function drop(client: pg.Client, partition: Partition): Promise<boolean> {
  if (partition.table === 'slot_ledger') {
    await raiseLedgerFloor(client, Number(partition.to.slice(0, 4)));
    await awaitClaims(client, null);
  }
  return dropPartition(client, `engine.${partition.table}`, `engine.${partition.name}`);
}
