import type { Drawn } from '../domain/draw-faults.ts';
import { nextProgress, type SmsDelays } from '../domain/sms-progress.ts';
import { meetHandsets, personaOf } from './handsets.ts';
import { arrived, insertMessage, takeNotice } from './insert-message.ts';
import { delivery, type HandsetRow, type MessageRow } from './schema.ts';
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
export async function meetMailboxes(tx: Db, recipients: readonly string[], hasCallbacks = false): Promise<Mailbox[]> {
  const met = await meetHandsets(tx, recipients, 'email');
  const mailboxes: Mailbox[] = [];
  for (const handset of met) {
    mailboxes.push({ handset, drawn: await takeFaults(tx, handset, { of: 'call', hasCallbacks }) });
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

export interface ApiEmail extends Omit<OutgoingEmail, 'messageId'> {
  providerId: string;
  to: string;
  /** What each event of it carries. */
  customArgs: Record<string, string>;
}

/**
 * An email that was handed over to a vendor's API: taken first, and delivered or not afterwards, as events will tell.
 * @returns `row`: null where chaos will have it so; nothing is on record then but that it was drawn
 */
export async function recordApiEmail(
  tx: Db,
  { customArgs, ...email }: ApiEmail,
  { at, delays, eventsUrl }: { at: Temporal.Instant; delays: SmsDelays; eventsUrl: string },
): Promise<{ row: MessageRow | null; drawn: Drawn }> {
  const [mailbox] = await meetMailboxes(tx, [email.to], true);
  if (!mailbox) throw new Error('An upsert returned no row.');
  const { handset, drawn } = mailbox;
  if (drawn.refusal) return { row: null, drawn };
  const status = 'accepted' as const;
  const row = await insertMessage(tx, {
    ...email,
    ...{ to: handset.address, channel: 'email', direction: 'outbound', status, struck: drawn.struck },
    ...{ payload: JSON.stringify(customArgs), statusCallbackUrl: eventsUrl, at, updatedAt: at },
  });
  const step = nextProgress(status, at, delays, personaOf(handset));
  if (step) await tx.insert(delivery).values({ messageId: row.id, kind: 'progress', ...step });
  return { row, drawn };
}
