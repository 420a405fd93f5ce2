import type { PushSurroundings } from './domain/push-state.ts';

/** Not hashed, and at the root: a service worker answers for the folder it lies in, and has one address for ever. */
const worker = '/push-worker.js';

export interface PushAddress {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** What this browser can do and has done; it asks nobody. */
export async function lookAtBrowser(): Promise<PushSurroundings> {
  const isSecure = window.isSecureContext;
  const hasPush = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  if (!isSecure || !hasPush) return { isSecure, hasPush, permission: 'default', endpoint: null };
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const subscription = await registration?.pushManager.getSubscription();
  return { isSecure, hasPush, permission: Notification.permission, endpoint: subscription?.endpoint ?? null };
}

/**
 * Asks whoever sits there; only ever after they have pressed something.
 * @param publicKey of this Belfry, base64url (VAPID)
 * @throws PushNotAllowed, and DOMException where the browser's push service refuses
 */
export async function subscribeBrowser(publicKey: string): Promise<PushAddress> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new PushNotAllowed(permission);
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = subscription.toJSON();
  if (!endpoint || !keys?.['p256dh'] || !keys['auth']) throw new Error('The browser gave no keys.');
  return { endpoint, keys: { p256dh: keys['p256dh'], auth: keys['auth'] } };
}

export async function unsubscribeBrowser(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(worker);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** `default`: the question was closed without an answer. */
export class PushNotAllowed extends Error {
  readonly permission: 'default' | 'denied';
  constructor(permission: 'default' | 'denied') {
    super(permission);
    this.permission = permission;
  }
}
