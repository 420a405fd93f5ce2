import type { TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type pg from 'pg';
import type { OccId } from '../domain/occurrence-id.ts';
import { readUnderWay, type UnderWay } from '../store/pg-under-way.ts';

const lookEveryMs = 20;

/**
 * Waits until every contact that was claimed for an occurrence has ended or was withdrawn, so that after it nothing of
 * the occurrence leaves any more. Real time, bounded.
 * @returns what could not be stopped within the bound
 */
export function drain(
  pool: pg.Pool,
  tenantId: TenantId,
  occurrence: { day: string; occId: OccId },
  withinMs: number,
): Promise<UnderWay[]> {
  return drainUntil(() => inTenant(pool, tenantId, (tx) => readUnderWay(tx, occurrence)), withinMs);
}

/** The same for whatever `read` finds under way. */
export async function drainUntil(read: () => Promise<UnderWay[]>, withinMs: number): Promise<UnderWay[]> {
  const endsAtMs = performance.now() + withinMs;
  for (;;) {
    const underWay = await read();
    if (underWay.length === 0 || performance.now() >= endsAtMs) return underWay;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
