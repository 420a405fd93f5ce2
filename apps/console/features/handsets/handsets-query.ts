import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

/** What fits a thread without scrolling for ever. */
const THREAD_LIMIT = 50;

export const handsetsQuery = queryOptions({
  queryKey: ['handsets'],
  queryFn: ({ client, signal }) => dataOf(worldOf(client).api.GET('/sandbox/handsets', { signal })),
  select: (page) => page.data,
});

/** Both directions, oldest first, the newest so many. */
export const threadQuery = (address: string) =>
  queryOptions({
    queryKey: ['messages', address],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/sandbox/messages', {
          params: { query: { to: address, direction: 'all', limit: THREAD_LIMIT } },
          signal,
        }),
      ),
  });
