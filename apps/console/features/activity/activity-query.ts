import { dataOf, type Occurrence } from '@belfry/sdk';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';
import { type ActivitySearch, askedOf } from './domain/activity-search.ts';

const PAGE = 50;
/** A page of the API may hold few or none where it looked through much that does not fit: so many of them are one here. */
const MOST_CALLS = 20;

/** What has been due, the latest first; the stream's word on occurrences fetches it anew. */
export const activityQuery = (search: ActivitySearch, nowMs: number) =>
  infiniteQueryOptions({
    // Without the time of asking: pages that were fetched stay while it passes.
    queryKey: ['occurrences', 'activity', search],
    queryFn: async ({ client, signal, pageParam }) => {
      const { api } = worldOf(client);
      const data: Occurrence[] = [];
      let nextCursor = pageParam;
      for (let calls = 0; calls < MOST_CALLS && data.length < PAGE; calls++) {
        const behind: { cursor?: string } = nextCursor === null ? {} : { cursor: nextCursor };
        const query = { limit: PAGE, ...askedOf(search, nowMs), ...behind };
        const page = await dataOf(api.GET('/v1/occurrences', { params: { query }, signal }));
        data.push(...page.data);
        nextCursor = page.nextCursor;
        if (nextCursor === null) break;
      }
      return { data, nextCursor };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
