import { type Client, dataOf, type GreetingKind, type GreetingTemplate } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useChanged } from '../../app/use-changed.ts';
import { fieldsOf, useEdit } from '../../ui/use-edit.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { templatesQuery } from './greetings-query.ts';

interface Draft {
  locale: string;
  subject: string;
  text: string;
}

export function useTemplateForm(kind: GreetingKind, known: GreetingTemplate | null, onClose: () => void) {
  const t = useTranslations('greetings');
  const queries = useQueryClient();
  const changed = useChanged();
  const notify = useNotify();
  const done = (title: string) => {
    notify({ tone: 'good', title, message: t('wordsHint') });
    void changed('greetings');
  };
  return useEdit({
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
    fields: fieldsOf<Draft, 'locale' | 'subject' | 'text'>('locale', 'subject', 'text'),
    onSaved: (_, isWhole) => {
      done(t('wordsSaved'));
      if (isWhole) onClose();
    },
    removal: {
      removing,
      onRemoved: () => {
        done(t('wordsRemoved'));
        onClose();
      },
    },
  });
}

function saving(kind: GreetingKind, template: GreetingTemplate | null, { locale, ...words }: Draft) {
  if (template) {
    return (api: Client) => dataOf(api.PATCH('/v1/greetings/templates/{id}', { ...asRead(template), body: words }));
  }
  const body = { kind: kind.name, locale, ...words };
  return (api: Client) => dataOf(api.POST('/v1/greetings/templates', { body }));
}

function removing(template: GreetingTemplate | null) {
  return async (api: Client) => template && dataOf(api.DELETE('/v1/greetings/templates/{id}', asRead(template)));
}

function asRead({ id, version }: GreetingTemplate) {
  return { params: { path: { id } }, headers: { 'if-match': `"${version}"` } };
}
