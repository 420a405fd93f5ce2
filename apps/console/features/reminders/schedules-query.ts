import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const LIMIT = 200;

export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: ({ client, signal }) =>
    dataOf(worldOf(client).api.GET('/v1/schedules', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});

export const schedulesOfQuery = (personId: string) =>
  queryOptions({
    queryKey: ['schedules', 'of', personId],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/schedules', { params: { query: { limit: LIMIT, personId } }, signal })),
    select: (page) => page.data,
  });

/** What it is called, of a reminder or of an occasion; asked once, for where many are listed each may be another one. */
export const scheduleTitleQuery = (id: string) =>
  queryOptions({
    queryKey: ['schedule-title', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ client, signal }) => {
      const { api } = worldOf(client);
      return (await dataOf(api.GET('/v1/schedules/{id}', { params: { path: { id } }, signal }))).title;
    },
  });

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: ['schedules', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/schedules/{id}', { params: { path: { id } }, signal })),
  });
