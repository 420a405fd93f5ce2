import { dataOf, ProblemError } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useNotify } from '../../ui/use-notify.ts';

export type Action = 'acknowledge' | 'complete';

interface Subject {
  id: string;
  title: string;
}

/** Answers an occurrence for its person; the server answers when nothing more of it will leave. */
export function useAct() {
  const t = useTranslations('act');
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ subject: { id }, action }: { subject: Subject; action: Action }) => {
      const init = { params: { path: { id } } };
      return action === 'acknowledge'
        ? dataOf(api.POST('/v1/occurrences/{id}/acknowledge', init))
        : dataOf(api.POST('/v1/occurrences/{id}/complete', init));
    },
    onSuccess: ({ couldNotStop }, { subject, action }) => {
      const count = couldNotStop.length;
      const addresses = couldNotStop.map((attempt) => attempt.address).join(', ');
      notify({
        tone: count === 0 ? 'good' : 'warning',
        title: t(`${action}Done`, { title: subject.title }),
        message: count === 0 ? t('stopped') : t('couldNotStop', { count, addresses }),
      });
      return queries.invalidateQueries({ queryKey: ['occurrences'] });
    },
    onError: (error, { subject }) => {
      const detail = error instanceof ProblemError ? error.detail : String(error);
      notify({ tone: 'bad', title: t('failed', { title: subject.title }), message: detail });
    },
  });
}
