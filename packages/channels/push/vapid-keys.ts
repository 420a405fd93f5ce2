import { createECDH, hkdfSync } from 'node:crypto';

/** By which push services know who sends (RFC 8292); base64url, as browsers want the public one. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/**
 * The keys of an installation that was given none. They follow from its secret, so all processes have the same ones and
 * a restart keeps every subscription; another secret loses them.
 */
export function deriveVapidKeys(secret: string): VapidKeys {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(hkdfSync('sha256', secret, '', 'belfry vapid 1', 32)));
  return { publicKey: curve.getPublicKey('base64url'), privateKey: curve.getPrivateKey('base64url') };
}
