import { createHash, createHmac } from 'node:crypto';

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

/**
 * The same for a webhook whose body is JSON: the body's SHA-256 stands in the URL as `bodySHA256`, and the URL alone is
 * signed.
 */
export function twilioJsonSignature(authToken: string, url: string, body: string): { url: string; signature: string } {
  const signed = new URL(url);
  signed.searchParams.set('bodySHA256', createHash('sha256').update(body, 'utf8').digest('hex'));
  return { url: signed.href, signature: twilioSignature(authToken, signed.href, {}) };
}
