import { randomBytes } from 'node:crypto';
import type { Persona } from '../domain/persona.ts';
import { planActs } from '../domain/plan-acts.ts';
import { delivery, type MessageRow, message, type NewMessage } from './schema.ts';
import type { Db } from './transaction.ts';

export async function insertMessage(tx: Db, values: NewMessage): Promise<MessageRow> {
  const [row] = await tx.insert(message).values(values).returning();
  if (!row) throw new Error('An insert returned no row.');
  return row;
}

export function newMessageSid(): string {
  return `SM${randomBytes(16).toString('hex')}`;
}

/** A message that arrives at the instant it was sent. */
export function arrived(at: Temporal.Instant) {
  return { status: 'delivered', at, sentAt: at, updatedAt: at } as const;
}

/** Whoever holds the handset takes notice of a message that has arrived, in the transaction that makes it arrive. */
export async function takeNotice(
  tx: Db,
  { row, persona, at, origin }: { row: MessageRow; persona: Persona; at: Temporal.Instant; origin: string },
): Promise<void> {
  const acts = planActs(persona, row, at, origin);
  if (acts.length > 0) await tx.insert(delivery).values(acts.map((act) => ({ ...act, messageId: row.id })));
}
