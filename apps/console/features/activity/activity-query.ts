import { dataOf } from '@belfry/sdk';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';
import { type ActivitySearch, sinceInstant } from './domain/activity-search.ts';

const PAGE = 50;

/** What has been due, the latest first; the stream's word on occurrences fetches it anew. */
export const activityQuery = (search: ActivitySearch, nowMs: number) =>
  infiniteQueryOptions({
    // Without the time of asking: pages that were fetched stay while it passes.
    queryKey: ['occurrences', 'activity', search],
    queryFn: ({ client, signal, pageParam }) => {
      const { person, state, since } = search;
      const from = sinceInstant(since, nowMs);
      const query = {
        limit: PAGE,
        // What is still to come is no activity; the server knows what has just become due.
        to: 'now' as const,
        ...(person === undefined ? {} : { personId: person }),
        ...(state === undefined ? {} : { state: [state] }),
        ...(from === undefined ? {} : { from }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(worldOf(client).api.GET('/v1/occurrences', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
