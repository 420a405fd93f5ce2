import type { Drawn } from '../domain/draw-faults.ts';
import { meetHandsets, personaOf } from './handsets.ts';
import { arrived, insertMessage, takeNotice } from './insert-message.ts';
import type { HandsetRow, MessageRow } from './schema.ts';
import { takeFaults } from './take-faults.ts';
import type { Db } from './transaction.ts';

interface OutgoingEmail {
  messageId: string;
  from: string;
  subject: string;
  body: string;
  html: string | null;
  headers: Record<string, string>;
}

/** A recipient, and what goes wrong with this email on the way there. */
export interface Mailbox {
  handset: HandsetRow;
  drawn: Drawn;
}

/** Before the body of an email is read: a connection may break in the middle of it. */
export async function meetMailboxes(tx: Db, recipients: readonly string[]): Promise<Mailbox[]> {
  const met = await meetHandsets(tx, recipients, 'email');
  const mailboxes: Mailbox[] = [];
  for (const handset of met) {
    mailboxes.push({ handset, drawn: await takeFaults(tx, handset, { of: 'call', hasCallbacks: false }) });
  }
  return mailboxes;
}

/** One record per recipient. */
export async function recordOutgoingEmail(
  tx: Db,
  email: OutgoingEmail,
  mailboxes: readonly Mailbox[],
  { at, origin }: { at: Temporal.Instant; origin: string },
): Promise<MessageRow[]> {
  const { messageId, ...columns } = email;
  const rows: MessageRow[] = [];
  for (const { handset, drawn } of mailboxes) {
    const row = await insertMessage(tx, {
      ...columns,
      ...arrived(at),
      struck: drawn.struck,
      to: handset.address,
      channel: 'email',
      direction: 'outbound',
      providerId: messageId,
    });
    await takeNotice(tx, { row, persona: personaOf(handset), at, origin });
    rows.push(row);
  }
  return rows;
}
