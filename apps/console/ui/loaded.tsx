import { ProblemError } from '@belfry/sdk';
import { Alert, Button, VisuallyHidden } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemNote } from './problem-note.tsx';

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** Stands where the content will stand, in its size; null where there is most often none. */
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
}

/** The faces of everything that is fetched: a skeleton, the content, or the problem with a retry; what could not be refreshed says so. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const t = useTranslations('app');
  if (query.data !== undefined && !isGone(query.error)) {
    // What is shown keeps its place, whether there is a note before it or not: forms in it are not begun anew.
    return (
      <>
        {query.isRefetchError && <NotRefreshed onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (skeleton === null) return null;
  return (
    <div aria-busy="true">
      <VisuallyHidden role="status">{t('loading')}</VisuallyHidden>
      {skeleton}
    </div>
  );
}

/** It has been removed, or is no longer ours to see: what was read of it before is not shown on. */
function isGone(error: unknown): boolean {
  return error instanceof ProblemError && [403, 404, 410].includes(error.status);
}

function NotRefreshed({ onRetry }: { onRetry(): void }) {
  const t = useTranslations('problem');
  return (
    <Alert color="yellow" role="status" title={t('notRefreshed')}>
      <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
        {t('retry')}
      </Button>
    </Alert>
  );
}
