import { eq } from 'drizzle-orm';
import { optOutTypeOf } from '../domain/opt-out.ts';
import { planInboundWebhooks } from '../domain/plan-callbacks.ts';
import { meetHandsets, personaOf } from './handsets.ts';
import { arrived, insertMessage, newMessageSid, takeNotice } from './insert-message.ts';
import { delivery, handset, type MessageRow, message } from './schema.ts';
import { takeFaults } from './take-faults.ts';
import type { Db } from './transaction.ts';

/** What a person sent from the handset, what Twilio makes of it by itself, and Belfry's webhook to be called with it. */
export async function recordReply(
  tx: Db,
  reply: { from: string; to: string; body: string },
  at: Temporal.Instant,
): Promise<MessageRow> {
  const [met] = await meetHandsets(tx, [reply.from], 'sms');
  if (!met) throw new Error('An upsert returned no row.');
  const { struck } = await takeFaults(tx, met, { of: 'reply', hasCallbacks: true });
  const optOutType = optOutTypeOf(reply.body);
  if (optOutType === 'STOP' || optOutType === 'START') {
    await tx
      .update(handset)
      .set({ isOptedOut: optOutType === 'STOP' })
      .where(eq(handset.address, met.address));
  }
  const row = await insertMessage(tx, {
    ...reply,
    channel: 'sms',
    direction: 'inbound',
    status: 'received',
    optOutType,
    struck,
    providerId: newMessageSid(),
    at,
    updatedAt: at,
  });
  const webhooks = planInboundWebhooks(at, struck);
  if (webhooks.length > 0) {
    const kind = 'inbound-webhook' as const;
    await tx.insert(delivery).values(webhooks.map((webhook) => ({ ...webhook, kind, messageId: row.id })));
  }
  return row;
}

export type AnswerResult = 'recorded' | 'answered-before' | 'opted-out';

/**
 * What Belfry's TwiML says to an inbound message; it arrives at once and nobody asked for callbacks. One text is
 * answered once, however often its webhook was called. To a handset that has opted out only the answer to its keyword
 * goes through: it stands for Twilio's own confirmation, which this network does not send.
 */
export async function recordAnswer(
  tx: Db,
  inbound: MessageRow,
  texts: readonly string[],
  { at, origin }: { at: Temporal.Instant; origin: string },
): Promise<AnswerResult> {
  const before = await tx.select({ id: message.id }).from(message).where(eq(message.inReplyTo, inbound.id)).limit(1);
  if (before.length > 0) return 'answered-before';
  const [to] = await tx.select().from(handset).where(eq(handset.address, inbound.from));
  if (to?.isOptedOut && inbound.optOutType === null) return 'opted-out';
  for (const body of texts) {
    const row = await insertMessage(tx, {
      ...arrived(at),
      from: inbound.to,
      to: inbound.from,
      body,
      channel: 'sms',
      direction: 'answer',
      inReplyTo: inbound.id,
      providerId: newMessageSid(),
    });
    if (to) await takeNotice(tx, { row, persona: personaOf(to), at, origin });
  }
  return 'recorded';
}
