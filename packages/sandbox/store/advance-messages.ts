import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { nextProgress, type SmsDelays } from '../domain/sms-progress.ts';
import { delivery, message } from './schema.ts';
import type { Db } from './transaction.ts';

const BATCH = 200;

/**
 * Brings messages whose next status is due to it: the status, the step after it, and the callback to be made are one
 * transaction, so that a callback exists exactly for what the record says.
 * Locks the steps it takes and skips those that another process has; a message has one open step at a time.
 * @returns the handsets that something changed on, once per message that moved
 */
export async function advanceMessages(tx: Db, now: Temporal.Instant, delays: SmsDelays): Promise<string[]> {
  const due = await tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.kind, 'progress'), isNull(delivery.doneAt), lte(delivery.dueAt, now)))
    .orderBy(asc(delivery.dueAt), asc(delivery.id))
    .limit(BATCH)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map((step) => step.id);

  const moved = await tx
    .update(message)
    .set({
      status: sql`${delivery.status}`,
      updatedAt: sql`${delivery.dueAt}`,
      sentAt: sql`CASE ${delivery.status} WHEN 'sent' THEN ${delivery.dueAt} ELSE ${message.sentAt} END`,
    })
    .from(delivery)
    .where(and(eq(delivery.messageId, message.id), inArray(delivery.id, ids)))
    .returning({ id: message.id, to: message.to, statusCallbackUrl: message.statusCallbackUrl });
  const wantCallbacks = new Set(moved.filter((row) => row.statusCallbackUrl !== null).map((row) => row.id));

  const toDo = due.flatMap(({ messageId, status, dueAt }): (typeof delivery.$inferInsert)[] => {
    if (status === null) return [];
    const callback = { messageId, kind: 'status-callback', status, dueAt } as const;
    const next = nextProgress(status, dueAt, delays);
    return [
      ...(wantCallbacks.has(messageId) ? [callback] : []),
      ...(next ? [{ messageId, kind: 'progress', ...next } as const] : []),
    ];
  });
  if (toDo.length > 0) await tx.insert(delivery).values(toDo);
  await tx.update(delivery).set({ doneAt: now, outcome: 'done' }).where(inArray(delivery.id, ids));
  return moved.map((row) => row.to);
}
