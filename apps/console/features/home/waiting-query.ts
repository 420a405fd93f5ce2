import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { kindsQuery } from '../greetings/greetings-query.ts';
import { occurrencesQuery, occurrencesRead } from '../occurrences/occurrences-query.ts';
import { type WaitingState, waitingOf, waitingStates } from './domain/waiting-groups.ts';

/** The latest of a state, and whether there are more of it than were read. */
const waitingQuery = (state: WaitingState) =>
  queryOptions({
    ...occurrencesQuery({ state }),
    select: ({ data, nextCursor }) => ({
      state,
      found: data,
      // A page that is not full only says that it has not looked through all of them.
      isMore: data.length === occurrencesRead && nextCursor !== null,
    }),
  });

/** The occurrences that need a human, by their states: those under way, and those that reached nobody. */
export function useWaiting() {
  const kinds = useQuery(kindsQuery);
  const states = useQueries({ queries: waitingStates.map(waitingQuery) });
  const names = new Set(kinds.data?.map(({ name }) => name));
  // What waits is shown without them where they cannot be had.
  const isComplete = !kinds.isPending && states.every(({ data }) => data !== undefined);
  const known = states.flatMap(({ data }) => data ?? []).filter(({ found }) => found.length > 0);
  return {
    data: isComplete
      ? known.map(({ state, found, isMore }) => ({
          state,
          isMore,
          count: found.length,
          waiting: waitingOf(state, found, names),
        }))
      : undefined,
    error: states.find(({ isError }) => isError)?.error ?? null,
    retry: () => {
      for (const query of states) if (query.isError) void query.refetch();
    },
  };
}

export type WaitingGroup = NonNullable<ReturnType<typeof useWaiting>['data']>[number];
