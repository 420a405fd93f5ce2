import { type Client, createClient } from '@belfry/sdk';
import { idFromAbove, type RecordedCall } from './domain/curl-text.ts';

/** What an action asks of the API; the same function sends it and writes it down. */
export type ApiCall = (api: Client) => Promise<unknown>;

/**
 * The requests that an action would send, made by the same client and caught before they leave: what is copied cannot
 * differ from what is sent. Every one of them is answered with an id, so that an action that needs it goes on.
 * @param baseUrl of the Belfry that is looked at, with its origin
 */
export async function recordCalls(call: ApiCall, baseUrl: string): Promise<RecordedCall[]> {
  const calls: RecordedCall[] = [];
  const api = createClient({
    baseUrl,
    async fetch(request) {
      const body = await request.text();
      const { method, url, headers } = request;
      calls.push({ method, url, headers: Object.fromEntries(headers), body: body === '' ? null : body });
      return Response.json({ id: idFromAbove, couldNotStop: [], data: [], nextCursor: null });
    },
  });
  await call(api);
  return calls;
}
