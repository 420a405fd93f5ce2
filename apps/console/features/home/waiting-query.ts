import { dataOf } from '@belfry/sdk';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { worldOf } from '../../app/api.ts';
import { kindsQuery } from '../greetings/greetings-query.ts';
import { waitingOf } from './domain/waiting-groups.ts';

/** So many of each state are read, those that have waited longest; all are counted. */
const READ = 100;

const waitingQuery = queryOptions({
  queryKey: ['occurrences', 'waiting'],
  queryFn: ({ client, signal }) =>
    dataOf(worldOf(client).api.GET('/v1/waiting', { params: { query: { limit: READ } }, signal })),
});

/** The occurrences that need a human, by their states: those under way, and those that reached nobody. */
export function useWaiting() {
  const kinds = useQuery(kindsQuery);
  const names = new Set(kinds.data?.map(({ name }) => name));
  const waiting = useQuery({
    ...waitingQuery,
    select: ({ data }) =>
      data.map(({ state, count, isMore, occurrences }) => ({
        state,
        count,
        isMore,
        read: occurrences.length,
        waiting: waitingOf(state, occurrences, names),
      })),
  });
  // What waits is shown without the names of the occasions where they cannot be had.
  return { waiting, areNamesPending: kinds.isPending };
}

export type WaitingGroup = NonNullable<ReturnType<typeof useWaiting>['waiting']['data']>[number];
