import { createECDH, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { PushKeys } from '../domain/decrypt-push.ts';
import { pushEndpoint } from '../domain/push-endpoint.ts';
import { saveHandset } from './handsets.ts';
import { pushSubscription } from './schema.ts';
import type { Db } from './transaction.ts';

export interface Subscription extends PushKeys {
  endpoint: string;
  applicationServerKey: string | null;
}

export interface NewSubscription {
  label: string;
  /** Base64url; whose pushes alone it shall take. */
  applicationServerKey: string | null;
}

/** As a browser makes one: a key pair and a secret of its own, at an endpoint of its own. */
export async function addSubscription(
  tx: Db,
  { label, applicationServerKey }: NewSubscription,
  now: Temporal.Instant,
): Promise<Subscription> {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys();
  const subscription = {
    endpoint: pushEndpoint(crypto.randomUUID()),
    privateKey: ecdh.getPrivateKey(),
    publicKey,
    authSecret: randomBytes(16),
    applicationServerKey,
  };
  await tx.insert(pushSubscription).values({
    ...subscription,
    privateKey: subscription.privateKey.toString('base64url'),
    publicKey: publicKey.toString('base64url'),
    authSecret: subscription.authSecret.toString('base64url'),
  });
  await saveHandset(tx, subscription.endpoint, 'push', { label }, now);
  return subscription;
}

export async function findSubscription(db: Db, endpoint: string): Promise<Subscription | null> {
  const [row] = await db.select().from(pushSubscription).where(eq(pushSubscription.endpoint, endpoint));
  if (!row) return null;
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  return {
    ...row,
    privateKey: bytes(row.privateKey),
    publicKey: bytes(row.publicKey),
    authSecret: bytes(row.authSecret),
  };
}
