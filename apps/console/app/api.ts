import { type Client, createClient } from '@belfry/sdk';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';

/**
 * Longer than a stop takes that drains what is under way, and a clock that is moved by a day; a connection that is only half open
 * holds a dialogue no longer than that.
 */
const timeoutMs = 120_000;

/** The console speaks to the server it was loaded from, with the session's cookie; a press that is repeated does nothing twice. */
export const api = createClient({ baseUrl: '', repeatsSafely: true, timeoutMs });

/** A Belfry that a part of the page looks at: this server, unless something else was said. */
interface World {
  api: Client;
  /** What stands before /v1 in its addresses. */
  baseUrl: string;
  isPlayground: boolean;
  /** Where it opens nothing of worth, so that it may stand in what is copied. */
  key: string | null;
}

const here: World = { api, baseUrl: '', isPlayground: false, key: null };
const worlds = new WeakMap<QueryClient, World>();

/**
 * What is fetched belongs to the QueryClient that keeps it: below another provider the same components show another
 * Belfry, and the two never share an answer.
 */
export function worldOf(queries: QueryClient): World {
  return worlds.get(queries) ?? here;
}

/** Everything that these queries fetch comes from the playground; its scene's key opens the scene and nothing else. */
export function enterPlayground(queries: QueryClient, key: string): void {
  const baseUrl = '/playground';
  worlds.set(queries, {
    api: createClient({ baseUrl, repeatsSafely: true, timeoutMs }),
    baseUrl,
    isPlayground: true,
    key,
  });
}

export function useWorld(): World {
  return worldOf(useQueryClient());
}
