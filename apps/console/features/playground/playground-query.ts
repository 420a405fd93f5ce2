import { dataOf } from '@belfry/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

/** While something is on its way; the stream announces changes too, and is not always faster. */
const FOLLOW_MS = 700;

/** Of this server, not of the playground: how far it is, and who lives there. */
export const playgroundQuery = queryOptions({
  queryKey: ['playground'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/playground', { signal })),
  refetchInterval: ({ state: { data } }) =>
    data?.phase === 'starting' || (data?.phase === 'ready' && data.engine !== 'running') ? FOLLOW_MS : false,
});

export const tallyQuery = queryOptions({
  queryKey: ['tally'],
  queryFn: ({ signal }) => dataOf(api.GET('/v1/playground/tally', { signal })),
});
