import { dataOf, type Occurrence } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

const LIMIT = 100;

interface Filter {
  state?: Occurrence['state'];
  scheduleId?: string;
}

export const occurrencesQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['occurrences', 'list', filter],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/occurrences', { params: { query: { ...filter, limit: LIMIT } }, signal })),
    select: (page) => page.data,
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['occurrences', 'timeline', id],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/occurrences/{id}/timeline', { params: { path: { id } }, signal })),
  });
