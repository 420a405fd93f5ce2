import { AppError } from '@belfry/kernel/app-error';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import type pg from 'pg';
import { type DeadLetterPosition, type DeadLetterRecord, listDeadLetters } from '../store/pg-dead-letters.ts';

export interface ResolveEachOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  tenantId: TenantId;
  /** `replayDeadLetter` or `discardDeadLetter`. */
  carryOut(tx: Tx, id: string): Promise<DeadLetterRecord>;
}

export interface Resolved {
  resolved: DeadLetterRecord[];
  /** What keeps these from being resolved. */
  refused: { id: string; error: AppError }[];
}

/** Each in a transaction of its own: one that is refused holds up no other, and none waits for a lock of another's. */
export async function resolveEach(options: ResolveEachOptions, ids: readonly string[]): Promise<Resolved> {
  const { pool, tenantId, carryOut } = options;
  const found: Resolved = { resolved: [], refused: [] };
  for (const id of ids) {
    try {
      found.resolved.push(await inTenant(pool, tenantId, (tx) => carryOut(tx, id)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      found.refused.push({ id, error });
    }
  }
  return found;
}

interface OpenOnes {
  code?: string | undefined;
  limit: number;
  after: DeadLetterPosition | undefined;
}

/**
 * The next of those that are open, newest first. Whoever goes on from `next` comes to an end: what fails again meanwhile
 * is newer than where it began.
 * @returns `next` null behind the last
 */
export async function resolveOpen(
  options: ResolveEachOptions,
  { code, limit, after }: OpenOnes,
): Promise<Resolved & { next: DeadLetterPosition | null }> {
  const rows = await inTenant(options.pool, options.tenantId, (tx) =>
    listDeadLetters(tx, { state: 'open', code, limit, after }),
  );
  const page = rows.slice(0, limit);
  const resolved = await resolveEach(
    options,
    page.map(({ id }) => id),
  );
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { ...resolved, next: last ? { at: last.at.toString(), id: last.id } : null };
}
