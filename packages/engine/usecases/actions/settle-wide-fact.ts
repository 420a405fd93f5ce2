import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type pg from 'pg';
import type { Actor } from '../../domain/occurrence.ts';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import type { WideFact } from '../../domain/wide-fact.ts';
import { awaitClaims } from '../../store/chain/pg-shard-locks.ts';
import type { Partitions } from '../../store/partitions/pg-partitions.ts';
import { type OccurrenceKey, readOpenWidely, shardsConcerned } from '../../store/stopping/pg-open-widely.ts';
import type { UnderWay } from '../../store/stopping/pg-under-way.ts';
import { readUnderWayWidely } from '../../store/stopping/pg-under-way-widely.ts';
import { closeOccurrences } from './close-occurrences.ts';
import { drainUntil } from './drain.ts';

export interface SettleOptions {
  /** Of the application's or the engine's role. */
  pool: pg.Pool;
  partitions: Partitions;
  clock: Clock;
  tenantId: TenantId;
  fact: WideFact;
  /** What becomes of the occurrences that are under way; null leaves them. */
  close: { state: 'cancelled' | 'completed'; reason: string; actor: Actor | null } | null;
  /** Real time. */
  withinMs: number;
  /** Each occurrence that is closed, once that is committed: whoever looks at it is told. */
  onChange(tenantId: TenantId, occurrenceId: string): void;
  /** How many occurrences are closed with one commit. */
  chunk?: number;
}

const usualChunk = 200;
const beforeAllIds = '00000000-0000-0000-0000-000000000000';

export interface Settled {
  closed: OccurrenceKey[];
  couldNotStop: UnderWay[];
}

/**
 * Makes a fact that concerns many occurrences hold: call it after the fact has been committed, and before saying so.
 * It passes through the exclusive form of the shards' locks, so that every claim that had not seen the fact has
 * committed and every later one sees it; closes what is under way, where asked; and waits, bounded, until no call of
 * theirs is without an end. Idempotent, and safe to repeat after a crash.
 */
export async function settleWideFact(options: SettleOptions): Promise<Settled> {
  const { pool, clock, tenantId, fact, close, withinMs } = options;
  const shards = await inTenant(pool, tenantId, (tx) => shardsConcerned(tx, fact));
  await awaitClaims(pool, shards);
  const closed = close ? await closeAll(options, close) : [];
  const couldNotStop = await drainUntil(
    pool,
    tenantId,
    (tx) => readUnderWayWidely(tx, { tenantId, fact, shards, now: clock.now() }),
    withinMs,
  );
  return { closed, couldNotStop };
}

/**
 * In chunks, each a commit of its own: one that somebody is answering holds up its chunk for a moment, and a crash costs
 * one chunk.
 */
async function closeAll(
  { pool, partitions, clock, tenantId, fact, onChange, chunk = usualChunk }: SettleOptions,
  { state, reason, actor }: NonNullable<SettleOptions['close']>,
): Promise<OccurrenceKey[]> {
  const now = clock.now();
  await partitions.coverNow(now);
  const action = { type: state === 'completed' ? 'complete' : 'cancel' } as const;
  const closed: OccurrenceKey[] = [];
  for (let after = beforeAllIds; ; ) {
    const page = { tenantId, fact, now, after, limit: chunk };
    const { occurrences, ended } = await inTenant(pool, tenantId, async (tx) => {
      const found = await readOpenWidely(tx, page);
      return {
        occurrences: found,
        ended: await closeOccurrences({ tx, occurrences: found, action, actor, now, reason }),
      };
    });
    closed.push(...ended);
    for (const { day, occId } of ended) onChange(tenantId, formatOccurrenceId(day, occId));
    const last = occurrences.at(-1);
    if (!last || occurrences.length < chunk) return closed;
    after = last.occId;
  }
}
