import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { TenantId } from '@belfry/kernel/ids';

/** Who wants no more email from whom. */
export interface Unsubscribe {
  tenantId: TenantId;
  address: string;
}

const algorithm = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A URL-safe token for the one-click opt-out of an address. It is sealed and not only signed, for URLs end up in logs,
 * and an address may not; and it needs no record, so it works as long as the secret is the same.
 */
export function sealUnsubscribe(secret: string, { tenantId, address }: Unsubscribe): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(algorithm, keyOf(secret), nonce);
  const sealed = Buffer.concat([cipher.update(`${tenantId} ${address}`, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was sealed with this secret, or null for any other text. */
export function readUnsubscribe(secret: string, token: string): Unsubscribe | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(algorithm, keyOf(secret), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    const [tenantId = '', address = ''] = (decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8')).split(
      ' ',
    );
    return { tenantId: tenantId as TenantId, address };
  } catch {
    return null;
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'belfry unsubscribe 1', 32));
}
