/** What a provider said of an attempt that did not go out. */
export interface Failure {
  retryable: boolean;
  retryAfterMs?: number | undefined;
}

const mostTries = 4;
const firstDelayMs = 30_000;
/** A provider that asks for more patience than this is not tried again: by then the message is of no use. */
const longestDelayMs = 24 * 3_600_000;

/**
 * When to try again after a failed attempt, or null for never: 30 s, then four times as long each time, never sooner
 * than the provider asked.
 * @param attempt how many tries of this step failed before this one
 */
export function decideRetry(failure: Failure, attempt: number, now: Temporal.Instant): Temporal.Instant | null {
  if (!failure.retryable || attempt + 1 >= mostTries) return null;
  const delayMs = Math.ceil(Math.max(firstDelayMs * 4 ** attempt, failure.retryAfterMs ?? 0));
  return delayMs <= longestDelayMs ? now.add({ milliseconds: delayMs }) : null;
}
