import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

const LIMIT = 200;

export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/schedules', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: ['schedules', id],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/schedules/{id}', { params: { path: { id } }, signal })),
  });
