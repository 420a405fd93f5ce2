import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { Complaint, StatusCallback } from '../contract.ts';
import { storableTexts } from '../domain/storable.ts';

/** The name by which an event carries the attempt's key. */
export const attemptArgument = 'belfry_attempt';

/** As far as it is used: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
const eventFields = z.object({
  event: z.string(),
  email: z.string().trim().toLowerCase(),
  [attemptArgument]: z.string(),
  sg_message_id: z.string().default(''),
  type: z.string().optional(),
  reason: z.string().optional(),
});

type Event = z.infer<typeof eventFields>;

/** Events of mail that is not ours, or that say nothing about an attempt, are left out. */
export function readEvents(events: readonly unknown[]): { statuses: StatusCallback[]; complaints: Complaint[] } {
  const ours = events.flatMap((one) => eventFields.safeParse(one).data ?? []).map(storableTexts);
  return { statuses: ours.flatMap(statusOf), complaints: ours.flatMap(complaintOf) };
}

function statusOf(event: Event): StatusCallback[] {
  const told = toldBy(event);
  // What its API called the message, before the server that took it on added its own name.
  const [providerId = ''] = event.sg_message_id.split('.');
  return told ? [{ attemptKey: event[attemptArgument], providerId, ...told }] : [];
}

const waysToComplain = new Map([
  ['spamreport', 'Reported as spam, SendGrid says.'],
  ['unsubscribe', 'Unsubscribed by SendGrid’s link.'],
  ['group_unsubscribe', 'Unsubscribed by SendGrid’s link.'],
]);

function complaintOf({ event, email, [attemptArgument]: attemptKey }: Event): Complaint[] {
  const evidence = waysToComplain.get(event);
  return evidence ? [{ attemptKey, address: email, evidence }] : [];
}

function toldBy({ event, type, reason = '' }: Event): Omit<StatusCallback, 'attemptKey' | 'providerId'> | null {
  if (event === 'processed') return { status: 'accepted', reason: null };
  if (event === 'delivered') return { status: 'delivered', reason: null };
  if (event === 'bounce') {
    // `blocked`: this server would not have it now; a bounce is said by a mailbox that will not have it ever.
    const isBlocked = type === 'blocked';
    const failure = { code: isBlocked ? 'sendgrid.blocked' : 'sendgrid.bounced', retryable: isBlocked };
    return { status: 'undelivered', failure, reason: `SendGrid: ${reason || event}` };
  }
  if (event === 'dropped') {
    const failure = { code: 'sendgrid.dropped', retryable: false };
    return { status: 'failed', failure, reason: `SendGrid dropped it: ${reason || 'no reason given'}` };
  }
  return null;
}

/**
 * Whether SendGrid has signed these events ("Signed Event Webhook"): ECDSA over P-256 with SHA-256 of the timestamp and the
 * body as they came, DER in base64.
 */
export function isSignedBySendGrid(
  publicKey: KeyObject,
  { timestamp, body, signature }: { timestamp: string; body: Buffer; signature: string },
): boolean {
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64'));
}

/** @param text SPKI, DER in base64, as SendGrid's settings show it. @throws for anything else */
export function readPublicKey(text: string): KeyObject {
  return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
}
