import type { UseQueryResult } from '@tanstack/react-query';

/** What a question counts, before it is asked: while it is not known, nobody can say yes to it. */
export type Counted = Pick<UseQueryResult, 'isSuccess' | 'isError' | 'error' | 'refetch'>;

interface Page {
  data: readonly unknown[];
  nextCursor: string | null;
}

interface Count {
  count: number;
  /** `yes`, as a message selects by it: there are more than were counted. */
  isMore: string;
}

export const nothing: Count = { count: 0, isMore: 'no' };

/** How many there are, as far as one page counts them. */
export function countOf({ data, nextCursor }: Page): Count {
  return { count: data.length, isMore: nextCursor === null ? 'no' : 'yes' };
}
