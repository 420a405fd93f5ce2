import { dataOf } from '@belfry/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';
import type { DeadLetterSearch } from './domain/dead-letter-search.ts';

const PAGE = 50;

/** What ended badly and nothing tries again, newest first. */
export const deadLettersQuery = ({ state = 'open', code }: DeadLetterSearch) =>
  infiniteQueryOptions({
    queryKey: ['dead-letters', 'list', state, code],
    queryFn: ({ client, signal, pageParam }) => {
      const query = {
        state,
        limit: PAGE,
        ...(code === undefined ? {} : { code }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(worldOf(client).api.GET('/v1/dead-letters', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** How many are open, by how they ended, most first. */
export const deadLetterCodesQuery = queryOptions({
  // Not with every announcement: it counts all of them.
  queryKey: ['dead-letter-codes'],
  refetchInterval: 20_000,
  queryFn: ({ client, signal }) => dataOf(worldOf(client).api.GET('/v1/dead-letters/open', { signal })),
  select: ({ codes }) => codes,
});

const COUNTED = 100;

/** How many wait for somebody, as far as one page counts them. */
export const openDeadLettersQuery = queryOptions({
  queryKey: ['dead-letters', 'open'],
  queryFn: ({ client, signal }) =>
    dataOf(
      worldOf(client).api.GET('/v1/dead-letters', { params: { query: { state: 'open', limit: COUNTED } }, signal }),
    ),
  select: ({ data, nextCursor }) => ({ count: data.length, isMore: nextCursor !== null }),
});
