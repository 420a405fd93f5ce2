import createFetchClient, { type Client as FetchClient, type Middleware } from 'openapi-fetch';
import type { paths } from './generated/api.ts';
import { idempotencyKeys } from './idempotency-keys.ts';
import { problemFrom, unreachable } from './problem-error.ts';

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
  fetch?: (request: Request) => Promise<Response>;
}

export type Client = FetchClient<paths>;

/** A client typed by the server's OpenAPI document. Every call either answers or rejects with a ProblemError. */
export function createClient({ baseUrl, key, repeatsSafely = false, fetch }: ClientOptions): Client {
  const client = createFetchClient<paths>({
    baseUrl,
    credentials: 'same-origin',
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    ...(fetch === undefined ? {} : { fetch }),
  });
  client.use(throwProblems);
  if (repeatsSafely) client.use(idempotencyKeys());
  return client;
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response);
  },
  onError({ error }) {
    const isAbort = error instanceof DOMException && error.name === 'AbortError';
    return isAbort ? error : unreachable(error);
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
