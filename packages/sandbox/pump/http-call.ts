export type CallResult =
  | { status: 'answered'; body: string }
  /** Worth another attempt: nobody there, too slow, or in trouble. */
  | { status: 'failed'; reason: string }
  /** The receiver is well and does not want this; asking again would change nothing. */
  | { status: 'refused'; reason: string }
  /** We ourselves are stopping; as if never tried. */
  | { status: 'interrupted' };

/** Somewhat less than Twilio's 15 seconds: the database connection that is held meanwhile may be idle no longer. */
const TIMEOUT_MS = 10_000;
const TEMPORARY_STATUSES: readonly number[] = [408, 425, 429];

/** One call of Belfry, as its provider or as a browser; redirects are not followed. Never throws. */
export async function httpCall(url: string, init: RequestInit, stopping: AbortSignal): Promise<CallResult> {
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const body = await response.text();
    if (response.ok) return { status: 'answered', body };
    const reason = `HTTP ${response.status}`;
    const isTemporary = response.status >= 500 || TEMPORARY_STATUSES.includes(response.status);
    return { status: isTemporary ? 'failed' : 'refused', reason };
  } catch (error) {
    if (stopping.aborted) return { status: 'interrupted' };
    return { status: 'failed', reason: describe(error) };
  }
}

/** `fetch failed` says nothing; its cause has the system's code. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS} ms`;
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}
