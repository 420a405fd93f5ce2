import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type pg from 'pg';
import type { Actor } from '../domain/occurrence.ts';
import type { WideFact } from '../domain/wide-fact.ts';
import { type OccurrenceKey, readOpenWidely, shardsConcerned } from '../store/pg-open-widely.ts';
import type { Partitions } from '../store/pg-partitions.ts';
import { awaitClaims } from '../store/pg-shard-locks.ts';
import type { UnderWay } from '../store/pg-under-way.ts';
import { readUnderWayWidely } from '../store/pg-under-way-widely.ts';
import { actOnOccurrence } from './act-on-occurrence.ts';
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
}

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
  const read = () =>
    inTenant(pool, tenantId, (tx) => readUnderWayWidely(tx, { tenantId, fact, shards, now: clock.now() }));
  return { closed, couldNotStop: await drainUntil(read, withinMs) };
}

/** Each in a transaction of its own: one that somebody is answering holds up no other. */
async function closeAll(
  { pool, partitions, clock, tenantId, fact }: SettleOptions,
  { state, reason, actor }: NonNullable<SettleOptions['close']>,
): Promise<OccurrenceKey[]> {
  const now = clock.now();
  await partitions.coverNow(now);
  const open = await inTenant(pool, tenantId, (tx) => readOpenWidely(tx, tenantId, fact, now));
  const action = { type: state === 'completed' ? 'complete' : 'cancel' } as const;
  const closed: OccurrenceKey[] = [];
  for (const occurrence of open) {
    const acted = await inTenant(pool, tenantId, (tx) =>
      actOnOccurrence({ tx, occurrence, action, actor, now, reason }),
    ).catch(orAlreadyEnded);
    if (acted?.didChange) closed.push(occurrence);
  }
  return closed;
}

function orAlreadyEnded(error: unknown): null {
  if (error instanceof AppError && error.code === 'occurrence.not-actionable') return null;
  throw error;
}
