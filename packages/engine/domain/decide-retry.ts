import { hashParts } from '@belfry/kernel/ids';

/** What a provider said of an attempt that did not go out. */
export interface Failure {
  retryable: boolean;
  retryAfterMs?: number | undefined;
}

/** What an attempt and the tries before it, of the same target on the same channel in the same step, have come to. */
export interface Tries {
  /** Of the attempt that has failed; its waits follow from it, so that they can be told again. */
  attemptId: string;
  /** How many tries before this one used up a try. */
  spent: number;
  /** How many before this one ended before anybody was called. */
  notCalled: number;
}

const mostTries = 4;
const firstCeilingMs = 30_000;
/** A provider that asks for more patience than this is not tried again: by then the message is of no use. */
const longestDelayMs = 24 * 3_600_000;
const shortestDelayMs = 1000;
/** Where nobody was called, however often: later, but never given up. */
const longestSpreadMs = 15 * 60_000;

/**
 * Codes of failures before any call: the breaker was open, too many calls were waiting already, the provider had asked
 * for patience, or we were too slow.
 */
export const notCalledCodes: ReadonlySet<string> = new Set([
  'channel.breaker-open',
  'channel.busy',
  'channel.held-back',
  'call.not-begun',
]);

/**
 * When to try again after a failed call, or null for never. The wait is drawn from 1 s up to a ceiling of 30 s, 2 and 8
 * minutes (full jitter: those who failed together do not come back together), and begins when the provider's own
 * Retry-After has passed.
 */
export function decideRetry(failure: Failure, tries: Tries, now: Temporal.Instant): Temporal.Instant | null {
  const askedMs = Math.ceil(failure.retryAfterMs ?? 0);
  if (!failure.retryable || !hasTriesLeft(tries) || askedMs > longestDelayMs) return null;
  const ceilingMs = askedMs > 0 ? firstCeilingMs : firstCeilingMs * 4 ** tries.spent;
  return now.add({ milliseconds: Math.min(longestDelayMs, askedMs + draw(tries.attemptId, ceilingMs)) });
}

function hasTriesLeft({ spent }: Tries): boolean {
  return spent + 1 < mostTries;
}

/**
 * When to try again where nobody was called: always, for it says nothing about the message; spread, and further apart
 * the longer it lasts.
 */
export function deferCall({ retryAfterMs = 0 }: Failure, tries: Tries, now: Temporal.Instant): Temporal.Instant {
  const ceilingMs = Math.min(longestSpreadMs, firstCeilingMs * 2 ** Math.min(tries.notCalled, 10));
  return now.add({
    milliseconds: Math.min(longestDelayMs, Math.ceil(retryAfterMs) + draw(tries.attemptId, ceilingMs)),
  });
}

/** Uniform from 1 s to the ceiling, and the same whenever the same attempt asks. */
function draw(attemptId: string, ceilingMs: number): number {
  const [a = 0, b = 0, c = 0] = hashParts(['retry', attemptId]);
  const fraction = (a * 65_536 + b * 256 + c) / 0xff_ffff;
  return Math.round(shortestDelayMs + fraction * (ceilingMs - shortestDelayMs));
}
