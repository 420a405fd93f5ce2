import { Button, Group } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNote } from './problem-note.tsx';

interface MorePagesProps {
  query: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'
  >;
  /** What the button says. */
  children: ReactNode;
}

/** Under a list, what shows more of it; nothing where there is no more. */
export function MorePages({ query, children }: MorePagesProps) {
  const more = () => void query.fetchNextPage();
  if (!query.hasNextPage) return null;
  if (query.isFetchNextPageError) return <ProblemNote error={query.error} onRetry={more} />;
  return (
    <Group justify="center">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={more}>
        {children}
      </Button>
    </Group>
  );
}
