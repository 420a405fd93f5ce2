import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

/** After an answer its query rests so many times as long as the answer took: what counts much is asked for less often. */
const REST = 2;
const MAX_REST_MS = 10_000;

export interface Refresher {
  /** What is below these keys is out of date from now on. */
  refresh(keys: readonly QueryKey[]): void;
  stop(): void;
}

/**
 * Fetches again what has been announced, however fast announcements follow each other: nothing that is being fetched is
 * given up for a newer answer, for then none would ever come and the server would go on with all of them. It is fetched
 * once more instead, since its answer may be older than the announcement.
 */
export function startRefresher(queries: QueryClient): Refresher {
  const cache = queries.getQueryCache();
  const startedMs = new Map<Query, number>();
  const rests = new Map<Query, ReturnType<typeof setTimeout>>();
  /** To be fetched once more. */
  const behind = new Set<Query>();

  const fetchAnew = (query: Query) =>
    void queries.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
  const wake = (query: Query) => {
    clearTimeout(rests.get(query));
    rests.delete(query);
  };
  const isFetching = (query: Query) => query.state.fetchStatus !== 'idle';

  const unsubscribe = cache.subscribe((event) => {
    const { query } = event;
    if (event.type === 'removed') {
      wake(query);
      startedMs.delete(query);
      behind.delete(query);
    } else if (event.type === 'updated' && event.action.type === 'fetch') {
      wake(query);
      behind.delete(query);
      startedMs.set(query, performance.now());
    } else if (event.type === 'updated' && !isFetching(query) && (startedMs.has(query) || behind.has(query))) {
      if (rests.has(query)) return;
      const tookMs = performance.now() - (startedMs.get(query) ?? performance.now());
      startedMs.delete(query);
      const rest = () => {
        rests.delete(query);
        if (behind.delete(query)) fetchAnew(query);
      };
      rests.set(query, setTimeout(rest, Math.min(REST * tookMs, MAX_REST_MS)));
    }
  });

  return {
    refresh(keys) {
      for (const query of new Set(keys.flatMap((queryKey) => cache.findAll({ queryKey })))) {
        if (!isFetching(query) && !rests.has(query)) {
          fetchAnew(query);
          continue;
        }
        behind.add(query);
        // Whoever comes to it meanwhile does not take it for fresh.
        query.invalidate();
      }
    },
    stop() {
      unsubscribe();
      for (const rest of rests.values()) clearTimeout(rest);
    },
  };
}
