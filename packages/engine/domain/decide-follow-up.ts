import { compareInstants, laterOf } from '@belfry/kernel/instants';
import { decideRetry, deferCall, type Failure, type Tries } from './decide-retry.ts';

/** A channel that failed only for now, and when it may be tried again: after its own wait, and its provider's. */
export interface ReservedChannel {
  channel: string;
  at: Temporal.Instant;
}

/** What follows a failed attempt, by a turn of the chain. */
export interface FollowUp {
  /** The same channel once more; the next one that has not been tried; or the first of those in reserve. */
  kind: 'retry' | 'next-channel' | 'earlier-channel';
  at: Temporal.Instant;
  /** Absent where there are none. */
  reserve?: readonly ReservedChannel[];
}

/** `again`: by the same channel, because it certainly did not go out or because the policy says so. */
export type AfterFailure = Failure | 'again';

/**
 * Where the chain stands, seen from the attempt that failed: still at its step; at a newer try of the same target;
 * further on; answered, so that nothing is wanted any more; or ended by itself.
 */
export type Standing = 'here' | 'retried' | 'moved-on' | 'answered' | 'ended';

export interface FailedAttempt {
  channel: string;
  afterFailure: AfterFailure;
  /** Whether the call was never made; then it costs no try. */
  notCalled: boolean;
  /** Whether the person can be reached on a channel that has not been tried yet. */
  hasUntried: boolean;
  /** What the tries before this one left in reserve, on other channels. */
  reserve: readonly ReservedChannel[];
  tries: Tries;
  standing: Standing;
  now: Temporal.Instant;
}

/**
 * What follows a failure. Where the person can be reached on a channel that has not been tried, that one is taken at
 * once: a channel that fails holds nobody up. It stays in reserve if it may pass. Once all have been tried, each of
 * those in reserve has what is left of its tries, whichever may be called first.
 */
export function decideFollowUp(failed: FailedAttempt): FollowUp | null {
  return failed.standing === 'here' ? whatFollows(failed) : null;
}

function whatFollows(failed: FailedAttempt): FollowUp | null {
  const { channel, reserve, now } = failed;
  const againAt = sameAgainAt(failed);
  if (againAt) return { kind: 'retry', at: againAt, reserve };
  const ownAt = nextTryAt(failed);
  const tryable = ownAt ? [...reserve, { channel, at: ownAt }] : reserve;
  if (failed.hasUntried) return { kind: 'next-channel', at: now, reserve: tryable };
  const [first, ...others] = tryable.toSorted((a, b) => compareInstants(a.at, b.at));
  if (!first) return null;
  if (first.channel === channel) return { kind: 'retry', at: first.at, reserve: others };
  return { kind: 'earlier-channel', at: laterOf(first.at, now), reserve: [first, ...others] };
}

/**
 * When what certainly did not go out, or is to be sent again whatever became of it, goes by the same channel whatever
 * else there is: the first time, and at once, for a process may have died over it. Whoever fails again has an outage: tries
 * made at one instant would be used up before it is over.
 */
function sameAgainAt({ afterFailure, notCalled, tries, now }: FailedAttempt): Temporal.Instant | null {
  if (afterFailure !== 'again') return null;
  if (notCalled) return tries.notCalled === 0 ? now : deferCall(mayPass, tries, now);
  return tries.spent === 0 ? now : null;
}

const mayPass: Failure = { retryable: true };

/** When the channel that failed may be tried again, or null where it is out. */
function nextTryAt({ afterFailure, notCalled, tries, now }: FailedAttempt): Temporal.Instant | null {
  const failure = afterFailure === 'again' ? mayPass : afterFailure;
  return notCalled ? deferCall(failure, tries, now) : decideRetry(failure, tries, now);
}

/**
 * Whether somebody has to look: no channel has anything left, and nothing else is on its way for the same target. What
 * could have been tried again and was overtaken by the policy's next step needs nobody.
 */
export function isDeadLetter(failed: FailedAttempt, followUp: FollowUp | null): boolean {
  const { standing, afterFailure } = failed;
  if (followUp !== null || standing === 'answered' || standing === 'retried') return false;
  if (standing === 'here' || standing === 'ended') return true;
  return afterFailure !== 'again' && !afterFailure.retryable && whatFollows(failed) === null;
}
