import type { NewPerson, Person } from '@belfry/sdk';

type ContactPoint = Person['contactPoints'][number];
export type Channel = ContactPoint['channel'];
export type NewContactPoint = NonNullable<NewPerson['contactPoints']>[number];
export type AuthType = 'none' | 'bearer' | 'basic' | 'header';

/** How somebody's own server wants to be called; the secret is the token, the password or the header's value. */
export interface WebhookDraft {
  method: 'POST' | 'PUT';
  timeoutSeconds: number;
  auth: AuthType;
  /** The user's name, or the header's. */
  name: string;
  /** Dots where the server keeps one: sent back like that, it stays what it was. */
  secret: string;
}

export interface ContactDraft {
  /** Of the form alone. */
  key: number;
  channel: Channel;
  address: string;
  isOptedOut: boolean;
  webhook: WebhookDraft;
  /** Of a push subscription; only the browser that made it can make another. */
  keys: { p256dh: string; auth: string } | null;
}

const usualWebhook: WebhookDraft = { method: 'POST', timeoutSeconds: 10, auth: 'none', name: '', secret: '' };

/** `others` are those the form has already: their keys are taken. */
export function emptyContact(channel: Channel, others: readonly ContactDraft[]): ContactDraft {
  const key = Math.max(0, ...others.map((other) => other.key)) + 1;
  const address = channel === 'inbox' ? 'inbox' : '';
  return { key, channel, address, isOptedOut: false, webhook: usualWebhook, keys: null };
}

export function toContactDraft(point: ContactPoint, index: number): ContactDraft {
  const { channel, address, isOptedOut, method, timeoutMs, auth, keys } = point;
  const webhook: WebhookDraft = {
    method: method ?? 'POST',
    timeoutSeconds: (timeoutMs ?? 10_000) / 1000,
    auth: auth?.type ?? 'none',
    name: auth?.username ?? auth?.name ?? '',
    secret: auth?.token ?? auth?.password ?? auth?.value ?? '',
  };
  return { key: index + 1, channel, address, isOptedOut, webhook, keys: keys ?? null };
}

export function toContactPoint({ channel, address, webhook, keys }: ContactDraft): NewContactPoint {
  switch (channel) {
    case 'sms':
      return { channel, address: withoutSpacing(address) };
    case 'email':
      return { channel, address: address.trim() };
    case 'inbox':
      return { channel };
    case 'push':
      return { channel, address, keys: keys ?? { p256dh: '', auth: '' } };
    case 'webhook': {
      const { method, timeoutSeconds } = webhook;
      return { channel, address: address.trim(), method, timeoutMs: timeoutSeconds * 1000, auth: toAuth(webhook) };
    }
  }
}

function toAuth({ auth, name, secret }: WebhookDraft) {
  if (auth === 'bearer') return { type: auth, token: secret };
  if (auth === 'basic') return { type: auth, username: name, password: secret };
  return auth === 'header' ? { type: auth, name, value: secret } : { type: auth };
}

/** People write numbers in groups; E.164 has none. */
export function withoutSpacing(phone: string): string {
  return phone.replaceAll(/[\s().-]/g, '');
}
