import { dataOf, type Occurrence } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

/** So many of a filter are read at once, the latest first. */
const READ = 100;

interface Filter {
  state?: Occurrence['state'];
  scheduleId?: string;
  personId?: string;
}

export const occurrencesQuery = ({ state, ...filter }: Filter) =>
  queryOptions({
    queryKey: ['occurrences', 'list', filter, state],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/occurrences', {
          params: { query: { ...(state === undefined ? {} : { state: [state] }), ...filter, limit: READ } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

const MAX_PAGES = 5;

/** The next ones to come, soonest first. */
export const nextOccurrencesQuery = (count: number) =>
  queryOptions({
    queryKey: ['occurrences', 'next', count],
    queryFn: async ({ client, signal }) => {
      const { api } = worldOf(client);
      const found: Occurrence[] = [];
      let cursor: string | null = null;
      // A page may hold fewer than there are, where much of what it looked through has been paused or moved.
      for (let pages = 0; pages < MAX_PAGES && found.length < count; pages++) {
        const behind: { cursor?: string } = cursor === null ? {} : { cursor };
        const query = { state: ['planned' as const], order: 'asc' as const, limit: count, ...behind };
        const page = await dataOf(api.GET('/v1/occurrences', { params: { query }, signal }));
        found.push(...page.data);
        cursor = page.nextCursor;
        if (cursor === null) break;
      }
      return found.slice(0, count);
    },
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['occurrences', 'timeline', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/occurrences/{id}/timeline', { params: { path: { id } }, signal })),
  });
