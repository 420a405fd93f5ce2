import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm';
import { recordReply } from './record-inbound.ts';
import { delivery, message } from './schema.ts';
import type { Db } from './transaction.ts';

const BATCH = 100;

/**
 * What personas answer by now. The reply and the end of the intention are one transaction, so a persona answers a
 * message once, wherever a process ends. In the order of their handsets, which is that of all who lock several.
 * @returns the handsets that something changed on
 */
export async function sendDueReplies(tx: Db, now: Temporal.Instant): Promise<string[]> {
  const due = await tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.kind, 'reply'), isNull(delivery.doneAt), lte(delivery.dueAt, now)))
    .orderBy(asc(delivery.dueAt), asc(delivery.id))
    .limit(BATCH)
    .for('update', { skipLocked: true });
  if (due.length === 0) return [];
  const messages = await tx
    .select()
    .from(message)
    .where(
      inArray(
        message.id,
        due.map((row) => row.messageId),
      ),
    );
  const toSend = due.flatMap((row) => {
    const answered = messages.find(({ id }) => id === row.messageId);
    return answered && row.act?.type === 'reply' ? [{ row, answered, text: row.act.text }] : [];
  });
  toSend.sort((a, b) => (a.answered.to < b.answered.to ? -1 : a.answered.to > b.answered.to ? 1 : a.row.id - b.row.id));
  for (const { row, answered, text } of toSend) {
    await recordReply(tx, { from: answered.to, to: answered.from, body: text }, row.dueAt);
  }
  const ids = due.map((row) => row.id);
  await tx.update(delivery).set({ doneAt: now, outcome: 'done' }).where(inArray(delivery.id, ids));
  return toSend.map(({ answered }) => answered.to);
}
