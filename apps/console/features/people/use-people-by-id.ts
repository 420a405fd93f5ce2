import type { Person } from '@belfry/sdk';
import { useQueries } from '@tanstack/react-query';
import { personQuery } from './people-query.ts';

/**
 * These people, wherever they stand in the list of all; null until each has been found or is known not to exist. What is
 * no id, such as `self` or a role, is passed over.
 */
export function usePeopleById(targets: Iterable<string | null | undefined>): Person[] | null {
  const ids = [...new Set([...targets].filter(isPersonId))];
  return useQueries({
    queries: ids.map(personQuery),
    combine: (found) =>
      found.some(({ isPending }) => isPending) ? null : found.flatMap(({ data }) => (data ? [data] : [])),
  });
}

function isPersonId(target: string | null | undefined): target is string {
  return typeof target === 'string' && target !== '' && target !== 'self' && !target.startsWith('role:');
}
