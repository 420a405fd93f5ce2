import { ProblemError } from '@belfry/sdk';
import { useTranslations } from 'use-intl';

/** What went wrong in one line, with what to quote when asking for help; for what is said in passing. */
export function useProblemWords(): (error: unknown) => string {
  const t = useTranslations('problem');
  return (error) => {
    if (!(error instanceof ProblemError)) return t('unexpected');
    if (error.status === 0) return t('unreachable');
    return error.requestId === null ? error.detail : `${error.detail} (${t('requestId')} ${error.requestId})`;
  };
}
