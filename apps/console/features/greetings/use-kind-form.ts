import { type Client, dataOf, type GreetingKind, randomId } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChanged } from '../../app/use-changed.ts';
import { type CouldNotStop, useSayDone } from '../../ui/under-way.ts';
import { fieldsOf, useEdit } from '../../ui/use-edit.ts';
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

const drawnLength = 6;

export function useKindForm(known: GreetingKind | null, onClose: () => void) {
  const t = useTranslations('greetings');
  const queries = useQueryClient();
  const changed = useChanged();
  const sayDone = useSayDone();
  const canRemove = known !== null && !usual.includes(known.name);
  // The same for every press: after an answer that was lost, the next asks for the same again, and not beside it.
  const [nameOf] = useState(() => {
    const taken = queries.getQueryData(kindsQuery.queryKey)?.map(({ name }) => name) ?? [];
    const drawn = randomId().slice(0, drawnLength);
    return (title: string) => kindNameOf(title, taken, drawn);
  });
  const edit = useEdit({
    known,
    toDraft,
    saving: (before: GreetingKind | null, draft: Draft) => saving(before, draft, nameOf),
    reread: async () => {
      const kinds = await queries.fetchQuery({ ...kindsQuery, staleTime: 0 });
      return kinds.find(({ name }) => name === known?.name) ?? null;
    },
    fields: fieldsOf<Draft, 'title' | 'field' | 'sendTime'>('title', 'field', 'sendTime'),
    onSaved: ({ title, couldNotStop }, isWhole) => {
      sayDone(couldNotStop, t('kindSaved', { title }), t('savedHint'));
      if (isWhole) onClose();
      void changed('greetings');
    },
    removal: {
      removing,
      onRemoved: (couldNotStop) => {
        sayDone(couldNotStop, t('kindRemoved', { title: known?.title ?? '' }), t('savedHint'));
        onClose();
        void changed('greetings');
      },
    },
  });
  return { ...edit, canRemove };
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

type SavedKind = GreetingKind & { couldNotStop: CouldNotStop };

function saving(kind: GreetingKind | null, { sendTime, ...draft }: Draft, nameOf: (title: string) => string) {
  const body = {
    ...draft,
    title: draft.title.trim(),
    field: draft.field.trim(),
    sendTime: sendTime === '' ? null : sendTime,
  };
  return async (api: Client): Promise<SavedKind> => {
    if (kind) return dataOf(api.PATCH('/v1/greetings/kinds/{name}', { ...asRead(kind), body }));
    const created = await dataOf(api.POST('/v1/greetings/kinds', { body: { name: nameOf(body.title), ...body } }));
    return { ...created, couldNotStop: [] };
  };
}

function removing(kind: GreetingKind | null) {
  return async (api: Client): Promise<CouldNotStop> =>
    kind ? (await dataOf(api.DELETE('/v1/greetings/kinds/{name}', asRead(kind)))).couldNotStop : [];
}

function asRead({ name, version }: GreetingKind) {
  return { params: { path: { name } }, headers: { 'if-match': `"${version}"` } };
}
