import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { OccId } from '../domain/occurrence-id.ts';
import { type OpenAttempt, readStillUnderWay, readUnderWay, type UnderWay } from '../store/pg-under-way.ts';

const lookEveryMs = 20;

/**
 * Waits until every contact that was claimed for an occurrence has ended or was withdrawn, so that after it nothing of
 * the occurrence leaves any more. Real time, bounded.
 * @returns what could not be stopped within the bound, and what may have left, its end being unknown
 */
export function drain(
  pool: pg.Pool,
  tenantId: TenantId,
  occurrence: { day: string; occId: OccId },
  withinMs: number,
): Promise<UnderWay[]> {
  return drainUntil(
    (read) => inTenant(pool, tenantId, read),
    (tx) => readUnderWay(tx, occurrence),
    withinMs,
  );
}

/**
 * The same for whatever `find` finds under way. It is asked once: call it when no later claim can concern the caller any
 * more; after that only what it found is looked at again. Look-ups of unknown ends are not waited for, since a provider
 * may take its time: they are named.
 */
export async function drainUntil(
  inTx: (read: (tx: Tx) => Promise<OpenAttempt[]>) => Promise<OpenAttempt[]>,
  find: (tx: Tx) => Promise<OpenAttempt[]>,
  withinMs: number,
): Promise<UnderWay[]> {
  const endsAtMs = performance.now() + withinMs;
  let open = await inTx(find);
  while (open.some(({ isUnknown }) => !isUnknown) && performance.now() < endsAtMs) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const seen = open;
    open = await inTx((tx) => readStillUnderWay(tx, seen));
  }
  return open.map(({ call }) => call);
}
