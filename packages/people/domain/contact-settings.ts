/** What some channels need beyond the address. Kept with the contact point, read again at every send. */
export type ContactSettings = PushSettings | WebhookSettings;

/** The keys of a browser's push subscription, base64url as the browser gives them (RFC 8291). */
export interface PushSettings {
  p256dh: string;
  auth: string;
}

/** How somebody's own server wants to be called. */
export interface WebhookSettings {
  method: 'POST' | 'PUT';
  timeoutMs: number;
  auth: WebhookAuth;
}

export type WebhookAuth =
  | { type: 'none' }
  | { type: 'bearer'; token: string }
  | { type: 'basic'; username: string; password: string }
  | { type: 'header'; name: string; value: string };

/** What frames a request, signs it, or is the connection's: a header of the webhook's own may be none of these. */
const reservedHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a webhook may show its credentials in a header of this name. */
export function canCarryCredentials(name: string): boolean {
  const known = name.toLowerCase();
  return !reservedHeaders.has(known) && !known.startsWith('proxy-') && !known.startsWith('webhook-');
}

/** Stands in answers where a secret is; sent back, it means the secret that is stored. */
export const maskedSecret = '••••••••';

export function maskSecrets(settings: ContactSettings | null): ContactSettings | null {
  return mapSecrets(settings, () => maskedSecret);
}

/**
 * Puts the stored secrets where the given settings repeat the mask.
 * @returns null where there is nothing stored of the same kind to put there
 */
export function unmaskSecrets(given: ContactSettings, stored: ContactSettings | null): ContactSettings | null {
  const known = new Map<string, string>();
  mapSecrets(stored, (secret, name) => {
    known.set(name, secret);
    return secret;
  });
  let isWhole = true;
  const unmasked = mapSecrets(given, (secret, name) => {
    if (secret !== maskedSecret) return secret;
    isWhole &&= known.has(name);
    return known.get(name) ?? secret;
  });
  return isWhole ? unmasked : null;
}

type Replace = (secret: string, name: string) => string;

function mapSecrets<Given extends ContactSettings | null>(settings: Given, replace: Replace): Given;
function mapSecrets(settings: ContactSettings | null, replace: Replace): ContactSettings | null {
  if (settings === null) return null;
  if (!('method' in settings)) return { ...settings, auth: replace(settings.auth, 'push') };
  return { ...settings, auth: mapAuth(settings.auth, replace) };
}

function mapAuth(auth: WebhookAuth, replace: Replace): WebhookAuth {
  switch (auth.type) {
    case 'none':
      return auth;
    case 'bearer':
      return { ...auth, token: replace(auth.token, 'bearer') };
    case 'basic':
      return { ...auth, password: replace(auth.password, `basic ${auth.username}`) };
    case 'header':
      return { ...auth, value: replace(auth.value, `header ${auth.name.toLowerCase()}`) };
  }
}
