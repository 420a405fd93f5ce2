import { ProblemError } from '@belfry/sdk';
import { useTranslations } from 'use-intl';

/** What went wrong in one line, with what to quote when asking for help; for what is said in passing. */
export function useProblemWords(): (error: unknown) => string {
  const t = useTranslations('problem');
  return (error) => {
    const requestId = error instanceof ProblemError ? error.requestId : null;
    const title = problemTitle(error, t);
    return requestId === null ? title : `${title} (${t('requestId')} ${requestId})`;
  };
}

export function problemTitle(error: unknown, t: ReturnType<typeof useTranslations<'problem'>>): string {
  if (!(error instanceof ProblemError)) return t('unexpected');
  if (error.code === 'network.timeout') return t('unanswered');
  return error.status === 0 ? t('unreachable') : error.detail;
}
