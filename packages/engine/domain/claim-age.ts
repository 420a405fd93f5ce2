/** Younger than this, a claim needs no second look before its call. */
export const freshClaimMs = 100;

/**
 * Older than this, a claim may not become a call any more: whoever took the shard over may already be finding out what
 * became of it.
 */
export const claimAgeMs = 1000;

/** Real milliseconds after its claim, or after it was written down as unknown, by which a call has certainly ended. */
export function callEndsWithinMs(providerTimeoutMs: number): number {
  return providerTimeoutMs + claimAgeMs;
}

/** A webhook has a time-out of its own, of up to a minute. */
const longestWebhookMs = 60_000;

/** How long a call on this channel may take. */
export function callTimeoutMs(channel: string, providerTimeoutMs: number): number {
  return channel === 'webhook' ? Math.max(longestWebhookMs, providerTimeoutMs) : providerTimeoutMs;
}

/** `callEndsWithinMs` of whatever channel takes longest. */
export function longestCallEndsWithinMs(providerTimeoutMs: number): number {
  return callEndsWithinMs(Math.max(longestWebhookMs, providerTimeoutMs));
}
