import { dataOf } from '@belfry/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const LIMIT = 200;
const PAGE = 50;

interface Users {
  policyId?: string;
  holidayCalendarId?: string;
}

/** A page of reminders after another, newest first; all, or those that use something. */
export const schedulesQuery = (users: Users = {}) =>
  infiniteQueryOptions({
    queryKey: ['schedules', 'list', users],
    queryFn: ({ client, signal, pageParam }) => {
      const query = { limit: PAGE, ...users, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return dataOf(worldOf(client).api.GET('/v1/schedules', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
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
