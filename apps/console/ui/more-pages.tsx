import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface MorePagesProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): Promise<unknown> };
  /** What the button says. */
  children: ReactNode;
}

/** Under a list, what shows more of it; nothing where there is no more. */
export function MorePages({ query, children }: MorePagesProps) {
  if (!query.hasNextPage) return null;
  return (
    <Group justify="center">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </Group>
  );
}
