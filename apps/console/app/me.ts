import { dataOf } from '@belfry/sdk';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { worldOf } from './api.ts';

export const meKey = ['me'] as const;

/** Who is signed in, to which organisation, and by which clock the server goes. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: ({ client, signal }) => dataOf(worldOf(client).api.GET('/v1/me', { signal })),
});

/** Only below the sign-in gate, which has fetched it. */
export function useMe() {
  return useSuspenseQuery(meQuery).data;
}
