import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const SHOWN = 20;
const COMING = 6;

/** What is planned for a person or waits for them, the next first. */
export const upcomingQuery = (id: string) =>
  queryOptions({
    queryKey: ['occurrences', 'upcoming', id],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/people/{id}/upcoming', {
          params: { path: { id }, query: { limit: COMING } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

/** What has been, the latest first. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['occurrences', 'history', id],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/people/{id}/history', {
          params: { path: { id }, query: { limit: SHOWN } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

/** What was sent to a person's inbox, newest first. */
export const inboxQuery = (id: string) =>
  queryOptions({
    queryKey: ['inbox', id],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/people/{id}/inbox', { params: { path: { id }, query: { limit: SHOWN } }, signal }),
      ),
    select: (page) => page.data,
  });
