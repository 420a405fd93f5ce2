import { lockSpaces } from '@belfry/platform/advisory-locks';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import { shardCount } from '../../domain/occurrence-id.ts';

/**
 * What every claim holds on the shards of its wake-ups. Take it in a statement before the facts are read: under READ
 * COMMITTED they are then read as of after whoever held the exclusive form.
 * With it, for this transaction, the planner is held to look-ups by key: for a batch of a thousand it would read all
 * schedules and people, as long as those are not many more.
 */
export async function lockShardsShared(tx: Tx, shards: readonly number[]): Promise<void> {
  await tx.query(
    `SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
       pg_advisory_xact_lock_shared($1, shard)
     FROM unnest($2::int[]) AS shard`,
    [lockSpaces.claims, [...new Set(shards)].sort((a, b) => a - b)],
  );
}

/** Waits until the claims of a shard have committed and keeps others from beginning: what is read next is final. */
export async function lockShard(tx: Tx, shard: number): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [lockSpaces.claims, shard]);
}

/**
 * Waits, shard by shard, until all claims that began before have committed; null for all shards. Each lock is taken and
 * released by a statement of its own, so at most one shard's claims are held up, for a moment.
 */
export async function awaitClaims(pool: Pick<pg.Pool, 'query'>, shards: readonly number[] | null): Promise<void> {
  for (const shard of shards ?? Array.from({ length: shardCount }, (_, index) => index)) {
    await pool.query('SELECT pg_advisory_xact_lock($1, $2)', [lockSpaces.claims, shard]);
  }
}
