import { type Client, dataOf, type GreetingKind } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { kindNameOf } from './domain/kind-name.ts';

interface Draft {
  title: string;
  field: string;
  recurrence: 'annual' | 'once';
  /** Empty for that of everybody. */
  sendTime: string;
  enabled: boolean;
}

const fields = ['title', 'field', 'sendTime'] as const;
/** Those that everybody has can be switched off and not removed. */
const usual = ['birthday', 'anniversary'];

export function useKindForm(kind: GreetingKind | null, onClose: () => void) {
  const t = useTranslations('greetings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const notify = useNotify();
  const [draft, setDraft] = useState<Draft>({
    title: kind?.title ?? '',
    field: kind?.field ?? '',
    recurrence: kind?.recurrence ?? 'annual',
    sendTime: kind?.sendTime ?? '',
    enabled: kind?.enabled ?? true,
  });
  const done = async (title: string) => {
    notify({ tone: 'good', title, message: t('savedHint') });
    onClose();
    await queries.invalidateQueries({ queryKey: ['greetings'] });
  };
  const save = useMutation({
    mutationFn: () => saving(kind, draft)(api),
    onSuccess: ({ title }) => done(t('kindSaved', { title })),
  });
  const remove = useMutation({
    mutationFn: async () => kind && removal(kind)(api),
    onSuccess: () => done(t('kindRemoved', { title: kind?.title ?? '' })),
  });
  const errors = errorsByField(save.error, (path) => fields.find((field) => field === path) ?? null);
  const failed = save.error ?? remove.error;
  return {
    draft,
    change: (patch: Partial<Draft>) => {
      setDraft((known) => ({ ...known, ...patch }));
      if (save.error) save.reset();
    },
    wrong: errors.of,
    error: needsNote(failed, errors) ? failed : null,
    refusal: save.error,
    isPending: save.isPending,
    call: saving(kind, draft),
    submit: () => save.mutate(),
    canRemove: kind !== null && !usual.includes(kind.name),
    isRemoving: remove.isPending,
    remove: () => remove.mutate(),
  };
}

function saving(kind: GreetingKind | null, { sendTime, ...draft }: Draft) {
  const body = {
    ...draft,
    title: draft.title.trim(),
    field: draft.field.trim(),
    sendTime: sendTime === '' ? null : sendTime,
  };
  if (kind) {
    return (api: Client) => dataOf(api.PATCH('/v1/greetings/kinds/{name}', { ...asRead(kind), body }));
  }
  return (api: Client) => dataOf(api.POST('/v1/greetings/kinds', { body: { name: kindNameOf(body.title), ...body } }));
}

function removal(kind: GreetingKind) {
  return (api: Client) => dataOf(api.DELETE('/v1/greetings/kinds/{name}', asRead(kind)));
}

function asRead({ name, version }: GreetingKind) {
  return { params: { path: { name } }, headers: { 'if-match': `"${version}"` } };
}
