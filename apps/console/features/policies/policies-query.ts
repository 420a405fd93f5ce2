import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';

const LIMIT = 200;

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ client, signal }) =>
    dataOf(worldOf(client).api.GET('/v1/policies', { params: { query: { limit: LIMIT } }, signal })),
  select: (page) => page.data,
});

export const policyVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['policies', id, 'versions'],
    queryFn: ({ client, signal }) =>
      dataOf(
        worldOf(client).api.GET('/v1/policies/{id}/versions', {
          params: { path: { id }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.data,
  });

export const policyQuery = (id: string) =>
  queryOptions({
    queryKey: ['policies', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/policies/{id}', { params: { path: { id } }, signal })),
  });
