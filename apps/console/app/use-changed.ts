import { useQueryClient } from '@tanstack/react-query';
import { staleKeys, type Topic } from './topics.ts';

/** What was changed from this page is fetched again as if the stream had announced it, and without waiting for that. */
export function useChanged(): (...topics: Topic[]) => Promise<unknown> {
  const queries = useQueryClient();
  return (...topics) => Promise.all(staleKeys(topics).map((queryKey) => queries.invalidateQueries({ queryKey })));
}
