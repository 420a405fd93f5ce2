import { VisuallyHidden } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemNote } from './problem-note.tsx';

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** Stands where the content will stand, in its size. */
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
}

/** The three faces of everything that is fetched: a skeleton, the content, or the problem with a retry. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const t = useTranslations('app');
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div aria-busy="true">
      <VisuallyHidden role="status">{t('loading')}</VisuallyHidden>
      {skeleton}
    </div>
  );
}
