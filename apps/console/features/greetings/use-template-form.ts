import { type Client, dataOf, type GreetingKind, type GreetingTemplate } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { useNotify } from '../../ui/use-notify.ts';

interface Draft {
  locale: string;
  subject: string;
  text: string;
}

const fields = ['locale', 'subject', 'text'] as const;

export function useTemplateForm(kind: GreetingKind, template: GreetingTemplate | null, onClose: () => void) {
  const t = useTranslations('greetings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const notify = useNotify();
  // New ones begin as what is sent without them.
  const { locale = 'en', subject = '', text = '' } = template ?? kind.usualWords[0] ?? {};
  const [draft, setDraft] = useState<Draft>({ locale, subject, text });
  const done = async (title: string) => {
    notify({ tone: 'good', title, message: t('wordsHint') });
    onClose();
    await queries.invalidateQueries({ queryKey: ['greetings', 'templates'] });
  };
  const save = useMutation({
    mutationFn: () => saving(kind, template, draft)(api),
    onSuccess: () => done(t('wordsSaved')),
  });
  const remove = useMutation({
    mutationFn: async () => template && removal(template)(api),
    onSuccess: () => done(t('wordsRemoved')),
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
    call: saving(kind, template, draft),
    submit: () => save.mutate(),
    isRemoving: remove.isPending,
    remove: () => remove.mutate(),
  };
}

function saving(kind: GreetingKind, template: GreetingTemplate | null, { locale, ...words }: Draft) {
  if (template) {
    return (api: Client) => dataOf(api.PATCH('/v1/greetings/templates/{id}', { ...asRead(template), body: words }));
  }
  const body = { kind: kind.name, locale, ...words };
  return (api: Client) => dataOf(api.POST('/v1/greetings/templates', { body }));
}

function removal(template: GreetingTemplate) {
  return (api: Client) => dataOf(api.DELETE('/v1/greetings/templates/{id}', asRead(template)));
}

function asRead({ id, version }: GreetingTemplate) {
  return { params: { path: { id } }, headers: { 'if-match': `"${version}"` } };
}
