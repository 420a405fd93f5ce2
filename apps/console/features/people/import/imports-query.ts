import { dataOf, type PeopleImport } from '@belfry/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { worldOf } from '../../../app/api.ts';

const PAGE = 20;
const AGAIN_MS = 1000;

const isRunning = ({ state }: PeopleImport) => state === 'running';

/** A page of imports after another, newest first; what still runs is asked for again. */
export const importsQuery = infiniteQueryOptions({
  queryKey: ['people', 'imports'],
  queryFn: ({ client, signal, pageParam }) => {
    const query = { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) };
    return dataOf(worldOf(client).api.GET('/v1/people/imports', { params: { query }, signal }));
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isRunning)) ? AGAIN_MS : false),
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'imports', id],
    queryFn: ({ client, signal }) =>
      dataOf(worldOf(client).api.GET('/v1/people/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? AGAIN_MS : false),
  });
