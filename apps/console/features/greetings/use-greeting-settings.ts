import { type Client, dataOf, type GreetingSettings } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { useNotify } from '../../ui/use-notify.ts';

type Draft = Pick<GreetingSettings, 'enabled' | 'sendTime' | 'leapDay' | 'lateLimit' | 'onUnknown'>;

export function useGreetingSettings({ version, ...before }: GreetingSettings) {
  const { enabled, sendTime, leapDay, lateLimit, onUnknown } = before;
  const t = useTranslations('greetings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const notify = useNotify();
  const [draft, setDraft] = useState<Draft>({ enabled, sendTime, leapDay, lateLimit, onUnknown });
  const save = useMutation({
    mutationFn: () => saving(version, draft)(api),
    onSuccess: async () => {
      notify({ tone: 'good', title: t('saved'), message: t('savedHint') });
      await queries.invalidateQueries({ queryKey: ['greetings'] });
    },
  });
  const errors = errorsByField(save.error, (path) => (path === 'sendTime' ? path : null));
  return {
    draft,
    change: (patch: Partial<Draft>) => {
      setDraft((known) => ({ ...known, ...patch }));
      if (save.error) save.reset();
    },
    wrong: errors.of,
    error: needsNote(save.error, errors) ? save.error : null,
    isPending: save.isPending,
    call: saving(version, draft),
    submit: () => save.mutate(),
  };
}

function saving(version: number, body: Draft) {
  const headers = { 'if-match': `"${version}"` };
  return (api: Client) => dataOf(api.PUT('/v1/greetings/settings', { headers, body }));
}
