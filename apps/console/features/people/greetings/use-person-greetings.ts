import { type Client, dataOf, type Person, type PersonGreetingSettings } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { errorsByField, needsNote } from '../../../ui/errors-by-field.ts';
import { useNotify } from '../../../ui/use-notify.ts';

/** As fields hold it: empty where it is as for everybody. */
interface Draft {
  muted: boolean;
  sendTime: string;
  leapDay: string;
}

export function usePersonGreetings({ id, name }: Person, own: PersonGreetingSettings) {
  const t = useTranslations('personGreetings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const notify = useNotify();
  const before: Draft = { muted: own.muted, sendTime: own.sendTime ?? '', leapDay: own.leapDay ?? '' };
  const [draft, setDraft] = useState(before);
  const save = useMutation({
    mutationFn: () => saving(id, own.version, draft)(api),
    onSuccess: async () => {
      notify({ tone: 'good', title: t('saved', { name }), message: t('savedHint') });
      await queries.invalidateQueries({ queryKey: ['greetings'] });
      await queries.invalidateQueries({ queryKey: ['occurrences', 'upcoming', id] });
    },
  });
  const errors = errorsByField(save.error, (path) => (path === 'sendTime' ? path : null));
  return {
    draft,
    change: (patch: Partial<Draft>) => {
      setDraft((known) => ({ ...known, ...patch }));
      if (save.error) save.reset();
    },
    isChanged: JSON.stringify(draft) !== JSON.stringify(before),
    wrong: errors.of,
    error: needsNote(save.error, errors) ? save.error : null,
    isPending: save.isPending,
    call: saving(id, own.version, draft),
    submit: () => save.mutate(),
  };
}

function saving(id: string, version: number, { muted, sendTime, leapDay }: Draft) {
  const body = { muted, sendTime: sendTime || null, leapDay: (leapDay || null) as PersonGreetingSettings['leapDay'] };
  const init = { params: { path: { id } }, headers: { 'if-match': `"${version}"` }, body };
  return (api: Client) => dataOf(api.PUT('/v1/greetings/people/{id}', init));
}
