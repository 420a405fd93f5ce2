/**
 * Weakest first. A later word says more, or says it on better evidence, so an attempt's status is simply the highest
 * that was ever heard of it: that makes late, duplicate and reordered callbacks harmless (engine.md, invariant 7).
 *
 * `unknown` lies below everything a provider can tell, so any answer resolves it, upward or to a failure.
 * A failure stays, whatever way the message went before; only proof that the message did arrive outranks it.
 * `suppressed` is final: no provider was called, so nothing about it can be true any more.
 */
export const attemptStatuses = [
  'sending',
  'unknown',
  'accepted',
  'sent',
  'failed',
  'undelivered',
  'delivered',
  'answered',
  'suppressed',
] as const;

export type AttemptStatus = (typeof attemptStatuses)[number];

const rank = Object.fromEntries(attemptStatuses.map((status, index) => [status, index])) as Record<
  AttemptStatus,
  number
>;

/** Whether `next` says more than `current`; a repeated status does not. */
export function canFollow(current: AttemptStatus, next: AttemptStatus): boolean {
  return rank[next] > rank[current];
}

/** What an attempt has come to, given everything heard of it in any order. */
export function highest(first: AttemptStatus, ...rest: readonly AttemptStatus[]): AttemptStatus {
  return rest.reduce((reached, next) => (canFollow(reached, next) ? next : reached), first);
}
