import type { Middleware } from 'openapi-fetch';
import { randomId } from './random-id.ts';

/** Long enough to press again what was not answered; later the same words are meant anew: a snooze by a quarter of an hour, say. */
const KEPT_MS = 120_000;

/** They change nothing, are only too long for an address, and want an answer of now. */
const questions = ['preview', 'simulate'];

/**
 * Gives every POST that changes something an Idempotency-Key, and the same one to the same request until it has been
 * done: whoever sends it again because its answer was lost, or twice at once, does it once. It is another request with
 * another body, after its answer, some time after its last try, and once anything else was done to the same object: what
 * was paused, resumed and is paused again is paused twice.
 */
export function idempotencyKeys(): Middleware {
  const keys = new Map<string, { key: string; object: string; lastMs: number }>();
  return {
    async onRequest({ request, schemaPath }) {
      if (request.method !== 'POST' || isQuestion(schemaPath) || request.headers.has('idempotency-key')) return;
      const what = `${request.url}\n${await request.clone().text()}`;
      const nowMs = performance.now();
      for (const [other, { lastMs }] of keys) if (nowMs - lastMs > KEPT_MS) keys.delete(other);
      const key = keys.get(what)?.key ?? randomId();
      keys.set(what, { key, object: objectOf(request.url, schemaPath), lastMs: nowMs });
      request.headers.set('idempotency-key', key);
      return request;
    },
    // From now on it can be pressed again, however long that took.
    onError({ request }) {
      for (const one of keys.values()) {
        if (one.key === request.headers.get('idempotency-key')) one.lastMs = performance.now();
      }
    },
    onResponse({ request, response, schemaPath }) {
      // What was refused has left no trace of its key: it may be tried again under it.
      if (!response.ok || request.method === 'GET' || isQuestion(schemaPath)) return;
      const { pathname } = new URL(request.url);
      for (const [what, { object }] of keys) if (`${pathname}/`.startsWith(`${object}/`)) keys.delete(what);
    },
  };
}

function isQuestion(schemaPath: string): boolean {
  return questions.includes(schemaPath.slice(schemaPath.lastIndexOf('/') + 1));
}

/** What a request is about: the path without the verb behind the id, `/v1/occurrences/7` of `/v1/occurrences/7/snooze`. */
function objectOf(url: string, schemaPath: string): string {
  const { pathname } = new URL(url);
  const verbs = schemaPath.includes('}') ? schemaPath.slice(schemaPath.lastIndexOf('}') + 1) : '';
  return pathname.slice(0, pathname.length - verbs.length);
}
