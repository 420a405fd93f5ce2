import { type Client, type DeadLetter, dataOf, ProblemError } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useNotify } from '../../ui/use-notify.ts';

export type Resolution = 'replay' | 'discard';

export interface ResolveRequest {
  resolution: Resolution;
  letters: readonly DeadLetter[];
  /** Of a discard: kept with the letter. */
  reason?: string;
}

/** What it asks of the API for one letter. */
export function callOf({ id }: DeadLetter, { resolution, reason }: Omit<ResolveRequest, 'letters'>) {
  const init = { params: { path: { id } } };
  return (api: Client): Promise<unknown> =>
    resolution === 'replay'
      ? dataOf(api.POST('/v1/dead-letters/{id}/replay', init))
      : dataOf(api.POST('/v1/dead-letters/{id}/discard', { ...init, body: reason ? { discardReason: reason } : {} }));
}

/** Makes contacts anew, or says that nothing is to be done about them; one that is refused does not keep the others. */
export function useResolve(onDone: () => void) {
  const t = useTranslations('deadLetters');
  const { api } = useWorld();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: async ({ letters, ...request }: ResolveRequest) => {
      const refused: string[] = [];
      for (const letter of letters) {
        await callOf(
          letter,
          request,
        )(api).catch((error: unknown) => {
          if (!(error instanceof ProblemError) || error.status === 0) throw error;
          refused.push(error.detail);
        });
      }
      return refused;
    },
    onSuccess: (refused, { resolution, letters }) => {
      const count = letters.length - refused.length;
      const isWhole = refused.length === 0;
      notify({
        tone: isWhole ? 'good' : count === 0 ? 'bad' : 'warning',
        title: t(`${resolution}Done`, { count }),
        message: isWhole ? t(`${resolution}Hint`) : t('refused', { count: refused.length, reason: refused[0] ?? '' }),
      });
      onDone();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['dead-letters'] }),
        queries.invalidateQueries({ queryKey: ['occurrences'] }),
      ]),
  });
}
