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

export const occurrencesQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['occurrences', 'list', filter],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/occurrences', {
          params: { query: { ...filter, limit: READ } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['occurrences', 'timeline', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/occurrences/{id}/timeline', { params: { path: { id } }, signal })),
  });
