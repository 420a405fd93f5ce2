import { type Client, dataOf, type GreetingKind } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { useEdit } from '../../ui/use-edit.ts';
import { useNotify } from '../../ui/use-notify.ts';
import { kindNameOf } from './domain/kind-name.ts';
import { kindsQuery } from './greetings-query.ts';

interface Draft {
  title: string;
  field: string;
  recurrence: 'annual' | 'once';
  /** Empty for that of everybody. */
  sendTime: string;
  enabled: boolean;
}

/** Those that everybody has can be switched off and not removed. */
const usual = ['birthday', 'anniversary'];

export function useKindForm(known: GreetingKind | null, onClose: () => void) {
  const t = useTranslations('greetings');
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const notify = useNotify();
  const done = (title: string) => {
    notify({ tone: 'good', title, message: t('savedHint') });
    onClose();
    void changed('greetings');
  };
  const edit = useEdit({
    known,
    toDraft,
    saving,
    reread: async () => {
      const kinds = await queries.fetchQuery({ ...kindsQuery, staleTime: 0 });
      return kinds.find(({ name }) => name === known?.name) ?? null;
    },
    fields: ['title', 'field', 'sendTime'],
    onSaved: ({ title }) => {
      done(t('kindSaved', { title }));
      return undefined;
    },
  });
  const remove = useMutation({
    mutationFn: async () => known && removal(known)(api),
    onSuccess: () => done(t('kindRemoved', { title: known?.title ?? '' })),
  });
  return {
    ...edit,
    error: edit.error ?? remove.error,
    canRemove: known !== null && !usual.includes(known.name),
    isRemoving: remove.isPending,
    remove: () => remove.mutate(),
  };
}

function toDraft(kind: GreetingKind | null): Draft {
  return {
    title: kind?.title ?? '',
    field: kind?.field ?? '',
    recurrence: kind?.recurrence ?? 'annual',
    sendTime: kind?.sendTime ?? '',
    enabled: kind?.enabled ?? true,
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
