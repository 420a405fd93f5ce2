import { and, asc, eq, sql } from 'drizzle-orm';
import type { HandsetSettings } from '../domain/handset-settings.ts';
import { handset, message } from './schema.ts';
import type { Db } from './transaction.ts';

export type Channel = 'sms' | 'email';
export type HandsetRow = typeof handset.$inferSelect;

/** A handset comes to be with the first message to or from its address. */
export async function meetHandset(tx: Db, address: string, channel: Channel): Promise<void> {
  await tx.insert(handset).values({ address, channel }).onConflictDoNothing();
}

/** Uses up one `acceptThenHang` of the handset, if it has any left: whether this message's sender is to learn nothing. */
export async function takeHang(tx: Db, address: string): Promise<boolean> {
  const left = sql`(${handset.chaos} ->> 'acceptThenHang')::int`;
  const taken = await tx
    .update(handset)
    .set({ chaos: sql`${handset.chaos} || jsonb_build_object('acceptThenHang', ${left} - 1)` })
    .where(and(eq(handset.address, address), sql`${left} > 0`))
    .returning({ address: handset.address });
  return taken.length > 0;
}

/** What `settings` leaves out stays as it was. */
export async function saveHandset(
  db: Db,
  address: string,
  channel: Channel,
  settings: HandsetSettings,
): Promise<HandsetRow> {
  const [row] = await db
    .insert(handset)
    .values({ address, channel, ...settings })
    .onConflictDoUpdate({ target: handset.address, set: { address, ...settings } })
    .returning();
  if (!row) throw new Error('An upsert returned no row.');
  return row;
}

export interface HandsetSeen extends HandsetRow {
  /** Sent or received, by the Clock; null for a handset that was only configured. */
  lastMessageAt: Temporal.Instant | null;
}

export function readHandsets(db: Db, address?: string): Promise<HandsetSeen[]> {
  const lastMessageAt = db
    .select({ at: sql`max(${message.at})`.mapWith(message.at).as('last_at') })
    .from(message)
    .where(sql`${message.to} = ${handset.address} OR ${message.from} = ${handset.address}`)
    .as('last_message');
  return db
    .select({
      address: handset.address,
      channel: handset.channel,
      persona: handset.persona,
      chaos: handset.chaos,
      lastMessageAt: lastMessageAt.at,
    })
    .from(handset)
    .leftJoinLateral(lastMessageAt, sql`true`)
    .where(address === undefined ? undefined : eq(handset.address, address))
    .orderBy(sql`${lastMessageAt.at} DESC NULLS LAST`, asc(handset.address));
}
