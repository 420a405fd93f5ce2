/** Whether a provider is called at present. Milliseconds of the Clock. */
export type Breaker =
  /** It is; `failures` in a row so far. */
  | { state: 'closed'; failures: number; reopenings: number }
  /** It is not, until then. */
  | { state: 'open'; untilMs: number; reopenings: number }
  /** One call is on its way, to find out. */
  | { state: 'half-open'; reopenings: number };

/** What a call says of its provider: that it answers, whatever the answer; that it does not; or nothing, for it was not made. */
export type CallEnd = 'answered' | 'silent' | 'not-made';

const mostFailures = 5;
const firstOpenMs = 5_000;
const longestOpenMs = 60_000;

export const closedBreaker: Breaker = { state: 'closed', failures: 0, reopenings: 0 };

/** Whether a call may begin, and the breaker once it has. Of many that ask when it has been open long enough, one may. */
export function enterCall(breaker: Breaker, nowMs: number): { mayCall: boolean; breaker: Breaker } {
  if (breaker.state === 'closed') return { mayCall: true, breaker };
  if (breaker.state === 'half-open' || nowMs < breaker.untilMs) return { mayCall: false, breaker };
  return { mayCall: true, breaker: { state: 'half-open', reopenings: breaker.reopenings } };
}

/**
 * The breaker after a call has ended. It opens when five in a row got no answer, for 5 s; when the call that tries again
 * gets none either, for twice as long, up to a minute. Calls that began before it opened change nothing any more, but
 * for an answer, which closes it.
 */
export function endCall(breaker: Breaker, end: CallEnd, nowMs: number): Breaker {
  if (end === 'answered') return closedBreaker;
  if (end === 'not-made')
    return breaker.state === 'half-open' ? { ...breaker, state: 'open', untilMs: nowMs } : breaker;
  if (breaker.state === 'open') return breaker;
  if (breaker.state === 'half-open') return opened(breaker.reopenings + 1, nowMs);
  const failures = breaker.failures + 1;
  return failures < mostFailures ? { ...breaker, failures } : opened(0, nowMs);
}

function opened(reopenings: number, nowMs: number): Breaker {
  return { state: 'open', untilMs: nowMs + Math.min(longestOpenMs, firstOpenMs * 2 ** reopenings), reopenings };
}
