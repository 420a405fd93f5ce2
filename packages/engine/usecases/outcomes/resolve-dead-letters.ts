import { AppError } from '@belfry/kernel/app-error';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import type pg from 'pg';
import { type DeadLetterPosition, type DeadLetterRecord, listDeadLetters } from '../../store/chain/pg-dead-letters.ts';

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
  /** Those alone that had ended by then: what fails again meanwhile is another matter. */
  until?: Temporal.Instant | undefined;
  limit: number;
  after?: DeadLetterPosition | undefined;
}

export interface OpenPage {
  ids: string[];
  /** null behind the last. */
  next: DeadLetterPosition | null;
}

/** Which of those that are open come next, newest first. */
export async function readOpenPage(tx: Tx, { limit, ...which }: OpenOnes): Promise<OpenPage> {
  const rows = await listDeadLetters(tx, { state: 'open', limit, after: undefined, ...which });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { ids: page.map(({ id }) => id), next: last ? { at: last.at.toString(), id: last.id } : null };
}
