import type { Occurrence } from '@belfry/sdk';
import { useQueries } from '@tanstack/react-query';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { inOrderOfNeed } from './domain/in-order-of-need.ts';

const states = ['open', 'exhausted', 'failed', 'missed'] as const satisfies readonly Occurrence['state'][];

/** The occurrences that need a human: those under way, and those that reached nobody. */
export function useWaiting() {
  return useQueries({
    queries: states.map((state) => occurrencesQuery({ state })),
    combine: (results) => {
      const failed = results.find((result) => result.isError);
      const isComplete = results.every((result) => result.data !== undefined);
      return {
        data: isComplete ? inOrderOfNeed(results.flatMap((result) => result.data ?? [])) : undefined,
        error: failed?.error ?? null,
        retry: () => {
          for (const result of results) if (result.isError) void result.refetch();
        },
      };
    },
  });
}
