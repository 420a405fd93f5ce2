import { type Client, dataOf, type GreetingKind, type GreetingTemplate } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { useEdit } from '../../ui/use-edit.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { templatesQuery } from './greetings-query.ts';

interface Draft {
  locale: string;
  subject: string;
  text: string;
}

export function useTemplateForm(kind: GreetingKind, known: GreetingTemplate | null, onClose: () => void) {
  const t = useTranslations('greetings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const notify = useNotify();
  const done = (title: string) => {
    notify({ tone: 'good', title, message: t('wordsHint') });
    onClose();
    void changed('greetings');
  };
  const edit = useEdit({
    known,
    // New ones begin as what is sent without them.
    toDraft: (template): Draft => {
      const { locale = 'en', subject = '', text = '' } = template ?? kind.usualWords[0] ?? {};
      return { locale, subject, text };
    },
    saving: (before: GreetingTemplate | null, draft: Draft) => saving(kind, before, draft),
    reread: async () => {
      const templates = await queries.fetchQuery({ ...templatesQuery, staleTime: 0 });
      return templates.find(({ id }) => id === known?.id) ?? null;
    },
    fields: ['locale', 'subject', 'text'],
    onSaved: () => {
      done(t('wordsSaved'));
      return undefined;
    },
  });
  const remove = useMutation({
    mutationFn: async () => known && removal(known)(api),
    onSuccess: () => done(t('wordsRemoved')),
  });
  return {
    ...edit,
    error: edit.error ?? remove.error,
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
