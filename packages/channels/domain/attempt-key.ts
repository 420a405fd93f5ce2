import { createHmac, timingSafeEqual } from 'node:crypto';

/** 128 bits, more than anybody can guess over a network, in 22 characters of a URL. */
const MAC_BYTES = 16;
const MAC_CHARACTERS = 22;

/**
 * Makes a URL-safe token of a payload that names an attempt, so that a provider's callback can carry it back without
 * being able to name another. The payload is signed and not hidden: it must hold no personal data.
 * The token is 4/3 of the payload's bytes and 23 characters long.
 */
export function signAttemptKey(secret: string, payload: string): string {
  const encoded = Buffer.from(payload).toString('base64url');
  return `${encoded}.${macOf(secret, encoded)}`;
}

/** The payload of a token that was signed with this secret, or null for any other text. */
export function readAttemptKey(secret: string, token: string): string | null {
  const dot = token.length - MAC_CHARACTERS - 1;
  if (dot < 0 || token[dot] !== '.') return null;
  const encoded = token.slice(0, dot);
  const claimed = Buffer.from(token.slice(dot + 1));
  const expected = Buffer.from(macOf(secret, encoded));
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return null;
  return Buffer.from(encoded, 'base64url').toString();
}

/** Over the encoded form, so that one payload has one token only: decoding base64url is lenient, comparing is not. */
function macOf(secret: string, encoded: string): string {
  const mac = createHmac('sha256', secret).update(`belfry attempt key 1:${encoded}`).digest();
  return mac.subarray(0, MAC_BYTES).toString('base64url');
}
