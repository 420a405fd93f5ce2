import { createHmac, timingSafeEqual } from 'node:crypto';

/** The three headers of the Standard Webhooks scheme. */
export interface WebhookSignature {
  id: string;
  /** Unix seconds, as text. */
  timestamp: string;
  /** `v1,<base64>`, several parted by spaces. */
  signature: string;
}

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The key behind `whsec_…`, or null where it is none. */
export function decodeSecret(secret: string): Buffer | null {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  return BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : null;
}

/**
 * Whether a body was signed with the secret, by https://github.com/standard-webhooks/standard-webhooks/blob/main/spec:
 * HMAC-SHA256 over id, time stamp and body, parted by full stops. Written from that text alone. How old the time stamp
 * may be is the caller's to judge: it knows by which clock it was set.
 */
export function isSignedWith(
  secret: string,
  body: Uint8Array,
  { id, timestamp, signature }: WebhookSignature,
): boolean {
  const key = decodeSecret(secret);
  if (key === null || !/^\d{1,12}$/.test(timestamp)) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signature.split(' ').some((part) => {
    const [version, encoded = ''] = part.split(',');
    const given = Buffer.from(encoded, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
