import { z } from 'zod';
import type { CaptureAnswer, CapturedRequest } from '../http/capture-server.ts';
import { struckAnswer } from '../http/struck-answer.ts';
import type { Network } from '../network.ts';
import { meetMailboxes, recordOutgoingEmail } from '../store/record-email.ts';
import { inTransaction } from '../store/transaction.ts';

const request = z.object({ email: z.email(), message: z.string().min(1) });

/**
 * A vendor's email API: an address and a text, and no way to name a request, so that the same one twice is two emails.
 * What it refuses leaves no record.
 */
export async function captureVendorEmail(network: Network, { body }: CapturedRequest): Promise<CaptureAnswer> {
  const parsed = request.safeParse(readJson(body));
  if (!parsed.success) return { status: 400, body: { success: false, simulated: true, error: 'email and message' } };
  const { email, message } = parsed.data;
  const mailboxes = await inTransaction(network.pool, (tx) => meetMailboxes(tx, [email]));
  const [mailbox] = mailboxes;
  if (mailbox?.drawn.refusal === 'refuseInBody')
    return { status: 200, body: { success: false, simulated: true }, drawn: mailbox.drawn };
  if (mailbox?.drawn.refusal) return struckAnswer(mailbox.drawn, 400);
  const messageId = `vendor-${crypto.randomUUID()}`;
  const record = { messageId, from: 'belfry', subject: '', body: message, html: null, headers: {} };
  const where = { at: network.clock.now(), origin: network.origin };
  const rows = await inTransaction(network.pool, (tx) => recordOutgoingEmail(tx, record, mailboxes, where));
  network.fault('sandbox.email-recorded');
  for (const row of rows) network.onChange(row.to);
  const answer = { status: 200, body: { success: true, messageId, simulated: true } };
  return mailbox ? { ...answer, drawn: mailbox.drawn } : answer;
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
