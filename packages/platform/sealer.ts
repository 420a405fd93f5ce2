import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { keyIdOf } from './encryption-key.ts';

/** What is stored in the place of a secret. */
export interface Sealed {
  /** base64url: nonce, tag, text. */
  sealed: string;
  /** Names the key it was sealed with; see `keyIdOf`. */
  key: string;
}

/** Keeps secrets at rest (docs/decisions/0032). */
export interface Sealer {
  /** Of the key that seals now. */
  readonly keyId: string;
  /** @param boundTo where it will stand, part by part: elsewhere it cannot be opened */
  seal(text: string, boundTo: readonly string[]): Sealed;
  /** null where it was sealed with a key that is not ours, or for another place, or has been changed. */
  open(sealed: Sealed, boundTo: readonly string[]): string | null;
}

export interface Secrets {
  /** Of the installation. */
  secret: string;
  /** Those before it, with which something may still be sealed. */
  previous: readonly string[];
}

const algorithm = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a key of its own for each purpose, derived by HKDF; what it is bound to is authenticated with it.
 * Nonces are random: good for some four thousand million seals of one purpose.
 */
export function createSealer(purpose: string, { secret, previous }: Secrets): Sealer {
  const keys = new Map([...previous, secret].map((of) => [keyIdOf(of), deriveKey(of, purpose)]));
  const keyId = keyIdOf(secret);
  const current = deriveKey(secret, purpose);
  return {
    keyId,
    seal(text, boundTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(algorithm, current, nonce);
      cipher.setAAD(join(boundTo));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url'), key: keyId };
    },
    open({ sealed, key }, boundTo) {
      const known = keys.get(key);
      const bytes = Buffer.from(sealed, 'base64url');
      if (!known || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(algorithm, known, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(join(boundTo));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
  };
}

function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `belfry ${purpose} 1`, KEY_BYTES));
}

/** Each part with its length, so that ('ab','c') and ('a','bc') differ. */
function join(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}
