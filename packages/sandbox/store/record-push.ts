import { compareInstants } from '@belfry/kernel/instants';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Drawn } from '../domain/draw-faults.ts';
import type { PushHeaders } from '../domain/parse-push-headers.ts';
import { reachabilityOf } from '../domain/reachability.ts';
import { meetHandsets, personaOf } from './handsets.ts';
import { insertMessage, takeNotice } from './insert-message.ts';
import { delivery, type MessageRow, message, type NewDelivery } from './schema.ts';
import { takeFaults } from './take-faults.ts';
import type { Db } from './transaction.ts';

export interface OutgoingPush {
  endpoint: string;
  from: string;
  headers: Record<string, string>;
  parsed: PushHeaders;
  /** null: the browser could not read it, which a push service cannot know. */
  payload: string | null;
  subject: string | null;
  body: string;
}

export type PushResult =
  | { status: 'recorded'; row: MessageRow; drawn: Drawn }
  | { status: 'struck'; drawn: Drawn }
  | { status: 'unsubscribed' }
  | { status: 'answered'; code: number; retryAfterSeconds: number | null };

/** What the push service records before it answers: delivered, or kept for a device that is off, no longer than its TTL. */
export async function recordPush(
  tx: Db,
  push: OutgoingPush,
  { at, origin }: { at: Temporal.Instant; origin: string },
): Promise<PushResult> {
  const [met] = await meetHandsets(tx, [push.endpoint], 'push');
  if (!met) throw new Error('An upsert returned no row.');
  const persona = personaOf(met);
  if (persona.name === 'unsubscribed') return { status: 'unsubscribed' };
  if (persona.name === 'responds') {
    return { status: 'answered', code: persona.status, retryAfterSeconds: persona.retryAfterSeconds ?? null };
  }
  const drawn = await takeFaults(tx, met, { of: 'call', hasCallbacks: false });
  if (drawn.refusal) return { status: 'struck', drawn };

  const { topic, ttlSeconds } = push.parsed;
  if (topic !== null) await replaceWaiting(tx, push.endpoint, topic, at);
  const { endpoint, parsed: _, ...columns } = push;
  const device = reachabilityOf(persona, at);
  const isRead = push.payload !== null;
  const row = await insertMessage(tx, {
    ...columns,
    to: endpoint,
    channel: 'push',
    direction: 'outbound',
    status: device.isReachable ? (isRead ? 'delivered' : 'undelivered') : 'queued',
    struck: drawn.struck,
    providerId: crypto.randomUUID(),
    at,
    sentAt: device.isReachable ? at : null,
    updatedAt: at,
  });
  if (device.isReachable) {
    if (isRead) await takeNotice(tx, { row, persona, at, origin });
  } else await tx.insert(delivery).values(waiting(row, device.until, at.add({ seconds: ttlSeconds }), isRead));
  return { status: 'recorded', row, drawn };
}

function waiting(
  row: MessageRow,
  until: Temporal.Instant | null,
  expiresAt: Temporal.Instant,
  isRead: boolean,
): NewDelivery {
  const lasts = until !== null && compareInstants(until, expiresAt) <= 0;
  const kind = 'progress' as const;
  if (!lasts) return { messageId: row.id, kind, status: 'expired', dueAt: expiresAt };
  return { messageId: row.id, kind, status: isRead ? 'delivered' : 'undelivered', dueAt: until };
}

/** Those of the same topic that still wait for the device (RFC 8030, 5.4). */
async function replaceWaiting(tx: Db, endpoint: string, topic: string, at: Temporal.Instant): Promise<void> {
  const waitingRows = await tx
    .select({ id: message.id, headers: message.headers })
    .from(message)
    .where(and(eq(message.to, endpoint), eq(message.channel, 'push'), eq(message.status, 'queued')));
  const ids = waitingRows.filter(({ headers }) => headers?.topic === topic).map(({ id }) => id);
  if (ids.length === 0) return;
  const open = and(inArray(delivery.messageId, ids), isNull(delivery.doneAt));
  const stopped = await tx.update(delivery).set({ doneAt: at, outcome: 'called-off' }).where(open).returning();
  const replaced = stopped.map(({ messageId }) => messageId);
  await tx.update(message).set({ status: 'replaced', updatedAt: at }).where(inArray(message.id, replaced));
}
