import { decideRetry, deferCall, type Failure, hasTriesLeft, type Tries } from './decide-retry.ts';

/** What follows a failed attempt, by a turn of the chain. */
export interface FollowUp {
  /** The same channel once more, or the next one on which the person can be reached. */
  kind: 'retry' | 'next-channel';
  at: Temporal.Instant;
}

/** `again`: at once, because it certainly did not go out or because the policy says so. */
export type AfterFailure = Failure | 'again';

/**
 * Where the chain stands, seen from the attempt that failed: still at its step; at a newer try of the same target;
 * further on; answered, so that nothing is wanted any more; or ended by itself.
 */
export type Standing = 'here' | 'retried' | 'moved-on' | 'answered' | 'ended';

export interface FailedAttempt {
  afterFailure: AfterFailure;
  /** Whether the call was never made; then it costs no try. */
  notCalled: boolean;
  hasAlternatives: boolean;
  tries: Tries;
  standing: Standing;
  now: Temporal.Instant;
}

/**
 * What follows a failure. Where the person can be reached on another channel too, that one is taken at once: a channel
 * that fails holds nobody up. Else the same one is tried again, as often and as late as is reasonable.
 */
export function decideFollowUp(failed: FailedAttempt): FollowUp | null {
  const { afterFailure, hasAlternatives, tries, now } = failed;
  if (failed.standing !== 'here') return null;
  if (afterFailure === 'again') {
    if (failed.notCalled) return { kind: 'retry', at: tries.notCalled === 0 ? now : deferCall(never, tries, now) };
    if (hasTriesLeft(tries)) return { kind: 'retry', at: now };
  }
  if (hasAlternatives) return { kind: 'next-channel', at: now };
  if (afterFailure === 'again') return null;
  const at = failed.notCalled ? deferCall(afterFailure, tries, now) : decideRetry(afterFailure, tries, now);
  return at && { kind: 'retry', at };
}

const never: Failure = { retryable: true };

/**
 * Whether somebody has to look: nothing follows, and nothing else is on its way for the same target. What could have
 * been tried again and was overtaken by the policy's next step needs nobody.
 */
export function isDeadLetter({ standing, afterFailure }: FailedAttempt, followUp: FollowUp | null): boolean {
  if (followUp !== null || standing === 'answered' || standing === 'retried') return false;
  if (standing === 'here' || standing === 'ended') return true;
  return afterFailure !== 'again' && !afterFailure.retryable;
}
