import { problemFrom } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useNotify } from '../../ui/use-notify.ts';
import type { Call } from './domain/curl.ts';

/** Does what the copied command does: the same method, path and body, under /playground. */
async function send({ method, path, body }: Call): Promise<unknown> {
  const response = await fetch(`/playground${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemFrom(response);
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

/** Calls one after the other, and reads the scene again when they are done. */
export function useCalls() {
  const t = useTranslations('playground');
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: async (calls: readonly Call[]) => {
      for (const call of calls) await send(call);
    },
    onError: (error) => notify({ tone: 'bad', title: t('failed'), message: error.message }),
    onSettled: () => queries.invalidateQueries(),
  });
}
