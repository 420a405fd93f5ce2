import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Channel } from '../domain/channel.ts';
import type { HandsetSettings } from '../domain/handset-settings.ts';
import type { Persona } from '../domain/persona.ts';
import { delivery, type HandsetRow, handset, message } from './schema.ts';
import type { Db } from './transaction.ts';

export function personaOf({ persona, personaSettings }: Pick<HandsetRow, 'persona' | 'personaSettings'>): Persona {
  // Stored by saveHandset alone, as parsePersona made it.
  return { name: persona, ...personaSettings } as Persona;
}

/**
 * A handset comes to be with the first message to or from its address. Counts a draw, and locks the row until the
 * transaction ends: two messages to one address are drawn for one after the other. Several are met in the order of
 * their addresses, so that two emails at once cannot deadlock.
 */
export async function meetHandsets(tx: Db, addresses: readonly string[], channel: Channel): Promise<HandsetRow[]> {
  const met: HandsetRow[] = [];
  for (const address of [...new Set(addresses)].sort()) {
    const [row] = await tx
      .insert(handset)
      .values({ address, channel, draws: 1 })
      .onConflictDoUpdate({ target: handset.address, set: { draws: sql`${handset.draws} + 1` } })
      .returning();
    if (row) met.push(row);
  }
  return met;
}

/**
 * What `settings` leaves out stays as it was. Another persona does nothing of what the one before had in mind.
 * @param now when that is called off
 */
export async function saveHandset(
  tx: Db,
  address: string,
  channel: Channel,
  settings: HandsetSettings & { label?: string },
  now: Temporal.Instant,
): Promise<void> {
  const { persona, ...rest } = settings;
  const set = { ...rest, ...(persona ? columnsOf(persona) : {}) };
  // Before the handset is locked: whoever sends a persona's reply locks the two in this order.
  if (persona) await callOffActs(tx, address, now);
  await tx
    .insert(handset)
    .values({ address, channel, ...set })
    .onConflictDoUpdate({ target: handset.address, set: { address, ...set } });
}

function columnsOf({ name, ...personaSettings }: Persona): Pick<HandsetRow, 'persona' | 'personaSettings'> {
  return { persona: name, personaSettings };
}

async function callOffActs(tx: Db, address: string, now: Temporal.Instant): Promise<void> {
  const its = tx.select({ id: message.id }).from(message).where(eq(message.to, address));
  await tx
    .update(delivery)
    .set({ doneAt: now, outcome: 'called-off' })
    .where(and(inArray(delivery.kind, ['reply', 'link']), isNull(delivery.doneAt), inArray(delivery.messageId, its)));
}

/** A person again, nothing goes wrong, and draws begin anew; what was sent stays on record. */
export async function resetHandset(tx: Db, address: string, channel: Channel, now: Temporal.Instant): Promise<void> {
  await saveHandset(tx, address, channel, { persona: { name: 'person' }, chaos: {} }, now);
  await tx.update(handset).set({ draws: 0 }).where(eq(handset.address, address));
}

export interface HandsetSeen extends HandsetRow {
  /** Sent or received, by the Clock; null for a handset that was only configured. */
  lastMessageAt: Temporal.Instant | null;
}

export async function readHandsets(db: Db, address?: string): Promise<HandsetSeen[]> {
  const lastMessageAt = db
    .select({ at: sql`max(${message.at})`.mapWith(message.at).as('last_at') })
    .from(message)
    .where(sql`${message.to} = ${handset.address} OR ${message.from} = ${handset.address}`)
    .as('last_message');
  const rows = await db
    .select({ row: handset, lastMessageAt: lastMessageAt.at })
    .from(handset)
    .leftJoinLateral(lastMessageAt, sql`true`)
    .where(address === undefined ? undefined : eq(handset.address, address))
    .orderBy(sql`${lastMessageAt.at} DESC NULLS LAST`, asc(handset.address));
  return rows.map(({ row, lastMessageAt: at }) => ({ ...row, lastMessageAt: at }));
}
