import { randomBytes } from 'node:crypto';
import type { ProgressStep } from '../domain/sms-progress.ts';
import { meetHandset, takeHang } from './handsets.ts';
import { delivery, type MessageRow, message } from './schema.ts';
import type { Db } from './transaction.ts';

interface OutgoingSms {
  to: string;
  from: string;
  body: string;
  statusCallbackUrl: string | null;
}

/** What the network records before it answers; `hangs`: the sender is to learn nothing of it. */
export interface Accepted {
  row: MessageRow;
  hangs: boolean;
}

export async function recordOutgoingSms(
  tx: Db,
  sms: OutgoingSms,
  at: Temporal.Instant,
  firstStep: ProgressStep,
): Promise<Accepted> {
  await meetHandset(tx, sms.to, 'sms');
  const hangs = await takeHang(tx, sms.to);
  const row = await insertMessage(tx, {
    ...sms,
    statusCallbackUrl: hangs ? null : sms.statusCallbackUrl,
    channel: 'sms',
    direction: 'outbound',
    status: 'queued',
    providerId: newMessageSid(),
    at,
    updatedAt: at,
  });
  await tx.insert(delivery).values({ messageId: row.id, kind: 'progress', ...firstStep });
  return { row, hangs };
}

interface OutgoingEmail {
  messageId: string;
  from: string;
  subject: string;
  body: string;
  html: string | null;
}

/** One record per recipient, in the order of their addresses so that two emails at once cannot deadlock. */
export async function recordOutgoingEmail(
  tx: Db,
  email: OutgoingEmail,
  recipients: readonly string[],
  at: Temporal.Instant,
): Promise<Accepted[]> {
  const { messageId, ...rest } = email;
  const accepted: Accepted[] = [];
  for (const to of [...new Set(recipients)].sort()) {
    await meetHandset(tx, to, 'email');
    const hangs = await takeHang(tx, to);
    const row = await insertMessage(tx, {
      ...rest,
      ...delivered(at),
      to,
      channel: 'email',
      direction: 'outbound',
      providerId: messageId,
    });
    accepted.push({ row, hangs });
  }
  return accepted;
}

/** What a person typed into the handset, and Belfry's webhook to be called with it. */
export async function recordReply(
  tx: Db,
  reply: { from: string; to: string; body: string },
  at: Temporal.Instant,
): Promise<MessageRow> {
  await meetHandset(tx, reply.from, 'sms');
  const row = await insertMessage(tx, {
    ...reply,
    channel: 'sms',
    direction: 'inbound',
    status: 'received',
    providerId: newMessageSid(),
    at,
    updatedAt: at,
  });
  await tx.insert(delivery).values({ messageId: row.id, kind: 'inbound-webhook', dueAt: at });
  return row;
}

/** What Belfry's TwiML says to an inbound message; it arrives at once and nobody asked for callbacks. */
export async function recordAnswer(
  tx: Db,
  inbound: Pick<MessageRow, 'id' | 'from' | 'to'>,
  body: string,
  at: Temporal.Instant,
): Promise<void> {
  await insertMessage(tx, {
    ...delivered(at),
    from: inbound.to,
    to: inbound.from,
    body,
    channel: 'sms',
    direction: 'answer',
    inReplyTo: inbound.id,
    providerId: newMessageSid(),
  });
}

function delivered(at: Temporal.Instant) {
  return { status: 'delivered', at, sentAt: at, updatedAt: at } as const;
}

async function insertMessage(tx: Db, values: typeof message.$inferInsert): Promise<MessageRow> {
  const [row] = await tx.insert(message).values(values).returning();
  if (!row) throw new Error('An insert returned no row.');
  return row;
}

function newMessageSid(): string {
  return `SM${randomBytes(16).toString('hex')}`;
}
