import { parseMail } from '../domain/parse-mail.ts';
import type { CaptureAnswer, CapturedRequest } from '../http/capture-server.ts';
import { struckAnswer } from '../http/struck-answer.ts';
import type { Network } from '../network.ts';
import { type ApiEmail, recordApiEmail } from '../store/record-email.ts';
import { inTransaction } from '../store/transaction.ts';

/**
 * SendGrid's POST /v3/mail/send, for one recipient: 202 and the message's id, and what becomes of it is told by signed events.
 * It knows no idempotency key, so the same request twice is two emails.
 */
export async function captureMail(network: Network, { headers, body }: CapturedRequest): Promise<CaptureAnswer> {
  if (headers.authorization !== `Bearer ${network.sendgrid.apiKey}`) {
    return { status: 401, body: errorsOf('The key that authorizes the request is not valid.') };
  }
  const mail = parseMail(readJson(body));
  if ('errors' in mail) return { status: 400, body: mail };
  const email: ApiEmail = { ...mail, providerId: crypto.randomUUID().replaceAll('-', '') };
  const { clock, delays, sendgrid } = network;
  const { row, drawn } = await inTransaction(network.pool, (tx) =>
    recordApiEmail(tx, email, { at: clock.now(), delays, eventsUrl: sendgrid.eventsUrl }),
  );
  if (!row) return { ...struckAnswer(drawn, 400), body: errorsOf('The sandbox will have it so.') };
  network.fault('sandbox.email-recorded');
  network.onChange(row.to);
  return { status: 202, headers: { 'x-message-id': email.providerId }, body: '', drawn };
}

function errorsOf(message: string) {
  return { errors: [{ message, field: null, help: null }] };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
