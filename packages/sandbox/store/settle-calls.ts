import { eq, inArray, sql } from 'drizzle-orm';
import { type DeliveryRow, delivery } from './schema.ts';
import type { Db } from './transaction.ts';

/** These were answered as they should be. */
export async function completeCalls(tx: Db, ids: readonly number[], now: Temporal.Instant): Promise<void> {
  await tx
    .update(delivery)
    .set({ attempts: sql`${delivery.attempts} + 1`, doneAt: now, outcome: 'done', retryAt: null, lastError: null })
    .where(inArray(delivery.id, [...ids]));
}

/** No further attempt will be made; the row says why. */
export async function abandonCall(
  tx: Db,
  row: Pick<DeliveryRow, 'id' | 'attempts'>,
  outcome: 'refused' | 'given-up',
  now: Temporal.Instant,
  lastError: string,
): Promise<void> {
  await tx
    .update(delivery)
    .set({ attempts: row.attempts + 1, doneAt: now, outcome, retryAt: null, lastError })
    .where(eq(delivery.id, row.id));
}

/** The row stays open, so that a restart takes it up again; the pause is real time by the database's clock. */
export async function postponeCall(
  tx: Db,
  row: Pick<DeliveryRow, 'id' | 'attempts'>,
  pauseMs: number,
  lastError: string,
): Promise<void> {
  await tx
    .update(delivery)
    .set({
      attempts: row.attempts + 1,
      retryAt: sql`clock_timestamp() + make_interval(secs => ${pauseMs / 1000})`,
      lastError,
    })
    .where(eq(delivery.id, row.id));
}
