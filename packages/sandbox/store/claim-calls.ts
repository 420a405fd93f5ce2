import { and, asc, eq, inArray, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type DeliveryRow, delivery, type MessageRow, message } from './schema.ts';
import type { Db } from './transaction.ts';

/** Something to be called over HTTP: a webhook of the network, or a link that a persona opens. */
export interface DueCall {
  delivery: DeliveryRow;
  message: MessageRow;
}

const BATCH = 32;
const CALLS: DeliveryRow['kind'][] = ['status-callback', 'inbound-webhook', 'link'];

/**
 * What may be called now: due by the Clock, past its retry pause by real time, and the first still open of its kind and
 * message, so that callbacks arrive in order. Locks the rows until the transaction ends and skips what another process
 * has locked: a killed process lets go of them at once, and nobody waits for a lease. Their messages are read without a
 * lock: they move on while their receiver takes its time.
 */
export async function claimDueCalls(tx: Db, now: Temporal.Instant): Promise<DueCall[]> {
  const earlier = alias(delivery, 'earlier');
  const earlierOpen = tx
    .select({ id: earlier.id })
    .from(earlier)
    .where(
      and(
        eq(earlier.messageId, delivery.messageId),
        eq(earlier.kind, delivery.kind),
        lt(earlier.id, delivery.id),
        isNull(earlier.doneAt),
      ),
    );
  const claimed = await tx
    .select()
    .from(delivery)
    .where(
      and(
        inArray(delivery.kind, CALLS),
        isNull(delivery.doneAt),
        lte(delivery.dueAt, now),
        or(isNull(delivery.retryAt), lte(delivery.retryAt, sql`clock_timestamp()`)),
        notExists(earlierOpen),
      ),
    )
    .orderBy(asc(delivery.dueAt), asc(delivery.id))
    .limit(BATCH)
    .for('update', { skipLocked: true });
  if (claimed.length === 0) return [];
  const ids = claimed.map((row) => row.messageId);
  const messages = await tx.select().from(message).where(inArray(message.id, ids));
  const byId = new Map(messages.map((row) => [row.id, row]));
  return claimed.flatMap((row) => {
    const its = byId.get(row.messageId);
    return its ? [{ delivery: row, message: its }] : [];
  });
}
