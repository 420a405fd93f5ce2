import { and, asc, eq, getTableColumns, inArray, isNull, lte, sql } from 'drizzle-orm';
import { planCallbacks } from '../domain/plan-callbacks.ts';
import { nextProgress, type SmsDelays } from '../domain/sms-progress.ts';
import { personaOf } from './handsets.ts';
import { takeNotice } from './insert-message.ts';
import { type DeliveryRow, delivery, handset, type MessageRow, message, type NewDelivery } from './schema.ts';
import type { Db } from './transaction.ts';

const BATCH = 200;

interface AdvanceOptions {
  now: Temporal.Instant;
  delays: SmsDelays;
  /** Belfry's own, whose links personas follow. */
  origin: string;
}

/**
 * Brings messages whose next status is due to it: the status, the step after it, the callbacks to be made and what the
 * persona means to do are one transaction, so that each exists exactly for what the record says.
 * Locks the steps it takes and skips those that another process has; a message has one open step at a time.
 * @returns the handsets that something changed on, once per message that moved
 */
export async function advanceMessages(tx: Db, { now, delays, origin }: AdvanceOptions): Promise<string[]> {
  const due = await tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.kind, 'progress'), isNull(delivery.doneAt), lte(delivery.dueAt, now)))
    .orderBy(asc(delivery.dueAt), asc(delivery.id))
    .limit(BATCH)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const ids = due.map((step) => step.id);
  const moved = new Map((await moveOn(tx, ids)).map((row) => [row.id, row]));
  const addresses = [...new Set([...moved.values()].map((row) => row.to))];
  const rows = await tx.select().from(handset).where(inArray(handset.address, addresses));
  const personas = new Map(rows.map((row) => [row.address, personaOf(row)]));

  const toDo: NewDelivery[] = [];
  for (const step of due) {
    const row = moved.get(step.messageId);
    const persona = row && personas.get(row.to);
    if (!row || !persona) continue;
    toDo.push(...callbacksOf(step, row));
    const next =
      row.channel === 'sms' || row.channel === 'email' ? nextProgress(row.status, step.dueAt, delays, persona) : null;
    if (next) toDo.push({ messageId: row.id, kind: 'progress', ...next });
    if (row.status === 'delivered') await takeNotice(tx, { row, persona, at: step.dueAt, origin });
  }
  if (toDo.length > 0) await tx.insert(delivery).values(toDo);
  await tx.update(delivery).set({ doneAt: now, outcome: 'done' }).where(inArray(delivery.id, ids));
  return [...moved.values()].map((row) => row.to);
}

function moveOn(tx: Db, ids: readonly number[]): Promise<MessageRow[]> {
  return tx
    .update(message)
    .set({
      status: sql`${delivery.status}`,
      errorCode: sql`${delivery.errorCode}`,
      updatedAt: sql`${delivery.dueAt}`,
      sentAt: sql`CASE WHEN ${delivery.status} IN ('sent', 'delivered') THEN coalesce(${message.sentAt}, ${delivery.dueAt}) ELSE ${message.sentAt} END`,
    })
    .from(delivery)
    .where(and(eq(delivery.messageId, message.id), inArray(delivery.id, [...ids])))
    .returning(getTableColumns(message));
}

function callbacksOf(step: DeliveryRow, { id, statusCallbackUrl, struck }: MessageRow): NewDelivery[] {
  const { status, dueAt, errorCode } = step;
  if (statusCallbackUrl === null || status === null) return [];
  const planned = planCallbacks({ status, dueAt, ...(errorCode === null ? {} : { errorCode }) }, struck);
  return planned.map((callback) => ({ ...callback, messageId: id, kind: 'status-callback' }));
}
