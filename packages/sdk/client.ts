import createFetchClient, { type Client as FetchClient, type Middleware } from 'openapi-fetch';
import type { paths } from './generated/api.ts';
import { idempotencyKeys } from './idempotency-keys.ts';
import { problemFrom, unanswered, unreachable } from './problem-error.ts';

export type { FieldError } from './problem-error.ts';
export { ProblemError, problemFrom, unreachable } from './problem-error.ts';
export { randomId } from './random-id.ts';
export type * from './resources.ts';

export interface ClientOptions {
  /** Where the server answers, without a path: `https://belfry.example`; empty for the page's own origin. */
  baseUrl: string;
  /** An API key; without it the browser's session cookie speaks for the caller. */
  key?: string;
  /** Every POST that changes something carries an Idempotency-Key, the same until it has been done: sent again it is done once. */
  repeatsSafely?: boolean;
  /** After which an answer is waited for no longer, whatever the connection says. Absent: as long as it stands. */
  timeoutMs?: number;
  fetch?: (request: Request) => Promise<Response>;
}

export type Client = FetchClient<paths>;

/** A client typed by the server's OpenAPI document. Every call either answers or rejects with a ProblemError. */
export function createClient({ baseUrl, key, repeatsSafely = false, ...transport }: ClientOptions): Client {
  const client = createFetchClient<paths>({
    baseUrl,
    credentials: 'same-origin',
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    fetch: (request) => fetchWhole(request, transport),
  });
  client.use(throwProblems);
  if (repeatsSafely) client.use(idempotencyKeys());
  return client;
}

/** An answer is one once all of it is there: a connection may break off, or fall silent, within it too. */
async function fetchWhole(request: Request, transport: Pick<ClientOptions, 'fetch' | 'timeoutMs'>): Promise<Response> {
  const { fetch = globalThis.fetch, timeoutMs } = transport;
  const whole = async (asked: Request) => {
    const response = await fetch(asked);
    return new Response((await response.text()) || null, response);
  };
  if (timeoutMs === undefined) return whole(request);
  // Not `AbortSignal.any`, which browsers of two years ago do not know.
  const controller = new AbortController();
  const { signal } = request;
  const giveUp = () => controller.abort(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp);
  let late: DOMException | null = null;
  const timer = setTimeout(() => {
    late = new DOMException('No answer in time.', 'TimeoutError');
    controller.abort(late);
  }, timeoutMs);
  try {
    return await whole(new Request(request, { signal: controller.signal }));
  } catch (error) {
    // What reads a body that is aborted throws an error of its own in some browsers.
    throw late ?? error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response);
  },
  onError({ error }) {
    const name = error instanceof DOMException ? error.name : null;
    if (name === 'AbortError') return error as DOMException;
    return name === 'TimeoutError' ? unanswered(error) : unreachable(error);
  },
};

/**
 * The body of an answer: `await dataOf(client.GET('/v1/people'))`.
 * Failures have rejected before; only an answer without a body (204) is undefined.
 */
export async function dataOf<Answer extends { data?: unknown }>(
  call: Promise<Answer>,
): Promise<Extract<Answer, { error?: never }>['data']> {
  return (await call).data as Extract<Answer, { error?: never }>['data'];
}
