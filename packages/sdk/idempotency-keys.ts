import type { Middleware } from 'openapi-fetch';
import { randomId } from './random-id.ts';

/** Long enough to find a network again; the same words an hour later are meant anew. */
const KEPT_MS = 3_600_000;

/**
 * Gives every POST an Idempotency-Key, and the same one to the same request until it has been done: whoever sends it again
 * because its answer was lost, or twice at once, does it once. With another body it is another request, and so it is after
 * its answer.
 */
export function idempotencyKeys(): Middleware {
  const keys = new Map<string, { key: string; sinceMs: number }>();
  const sent = new WeakMap<Request, string>();
  return {
    async onRequest({ request }) {
      if (request.method !== 'POST' || request.headers.has('idempotency-key')) return;
      const what = `${request.url}\n${await request.clone().text()}`;
      const nowMs = performance.now();
      for (const [other, { sinceMs }] of keys) if (nowMs - sinceMs > KEPT_MS) keys.delete(other);
      const kept = keys.get(what) ?? { key: randomId(), sinceMs: nowMs };
      keys.set(what, kept);
      request.headers.set('idempotency-key', kept.key);
      sent.set(request, what);
      return request;
    },
    onResponse({ request, response }) {
      const what = sent.get(request);
      // What was refused has left no trace of its key: it may be tried again under it.
      if (what !== undefined && response.ok) keys.delete(what);
    },
  };
}
