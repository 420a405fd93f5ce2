import { createHmac } from 'node:crypto';

/**
 * X-Twilio-Signature as Twilio documents it ("Webhooks security"): the full URL with its query, followed by every form
 * field as name and value without any separator, sorted by name byte for byte, through HMAC-SHA1 with the auth token,
 * in base64. Written from that text alone: a signer that shared its code with the check would prove nothing.
 */
export function twilioSignature(authToken: string, url: string, fields: Readonly<Record<string, string>>): string {
  const names = Object.keys(fields).sort();
  const signed = url + names.map((name) => name + fields[name]).join('');
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}
