export interface PushSurroundings {
  /** https, or this machine itself. */
  isSecure: boolean;
  hasPush: boolean;
  permission: 'default' | 'granted' | 'denied';
  /** Of the subscription that this browser has made; null without one. */
  endpoint: string | null;
}

export type PushState = 'insecure' | 'unsupported' | 'denied' | 'ready' | 'subscribed';

/**
 * Whether this browser rings for somebody.
 * @param addresses their push subscriptions
 */
export function pushStateOf(browser: PushSurroundings, addresses: readonly string[]): PushState {
  if (!browser.isSecure) return 'insecure';
  if (!browser.hasPush) return 'unsupported';
  if (browser.permission === 'denied') return 'denied';
  return browser.endpoint !== null && addresses.includes(browser.endpoint) ? 'subscribed' : 'ready';
}
