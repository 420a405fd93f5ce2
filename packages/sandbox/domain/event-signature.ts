import { type KeyObject, sign } from 'node:crypto';

/**
 * `X-Twilio-Email-Event-Webhook-Signature` as SendGrid documents it ("Signed Event Webhook"): ECDSA over P-256 with SHA-256 of
 * the timestamp's characters and the raw body, DER in base64. Written from that text alone, as `twilioSignature` is.
 */
export function eventSignature(privateKey: KeyObject, timestamp: string, body: string): string {
  return sign('sha256', Buffer.from(timestamp + body, 'utf8'), privateKey).toString('base64');
}
