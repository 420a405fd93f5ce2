import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Page } from '../ui/page.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';

/** A page that failed to load (an old page after a new release) or to render: loading it afresh mends the first. */
export function RouteProblem({ error }: ErrorComponentProps) {
  const t = useTranslations('problem');
  return (
    <Page title={t('pageTitle')}>
      <ProblemNote error={error} onRetry={() => window.location.reload()} />
    </Page>
  );
}
