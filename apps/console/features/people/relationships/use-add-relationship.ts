import { type Client, dataOf } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { useChanged } from '../../../app/use-changed.ts';
import { errorsByField, needsNote } from '../../../ui/errors-by-field.ts';
import { useNotify } from '../../../ui/use-notify.ts';

interface RelationshipDraft {
  personId: string | null;
  role: string;
  consent: 'granted' | 'pending';
  privacy: 'title' | 'all';
}

type Field = 'personId' | 'role';

const empty: RelationshipDraft = { personId: null, role: '', consent: 'pending', privacy: 'title' };
const fieldOf = (path: string): Field | null => (path === 'personId' || path === 'role' ? path : null);

/** The form for somebody who is to stand by a person. */
export function useAddRelationship(forPersonId: string, onAdded: () => void) {
  const t = useTranslations('relationships');
  const { api } = useWorld();
  const changed = useChanged();
  const notify = useNotify();
  const [draft, setDraft] = useState(empty);
  const [isUnpicked, setUnpicked] = useState(false);
  const add = useMutation({
    mutationFn: (sent: RelationshipDraft) => adding(forPersonId, sent)(api),
    onSuccess: async ({ personName: name, consent }) => {
      setDraft(empty);
      onAdded();
      notify({
        tone: 'good',
        title: t('added', { name }),
        message: t(consent === 'granted' ? 'addedHint' : 'pendingHint'),
      });
      await changed('people');
    },
  });
  const errors = errorsByField(add.error, fieldOf);
  const wrong: Partial<Record<Field, string>> = { ...errors.of };
  if (isUnpicked && draft.personId === null) wrong.personId = t('choose');
  return {
    draft,
    change: (patch: Partial<RelationshipDraft>) => {
      setDraft((before) => ({ ...before, ...patch }));
      // What is under way would go on unheard.
      if (add.isError) add.reset();
    },
    submit: () => {
      setUnpicked(draft.personId === null);
      if (draft.personId !== null && !add.isPending) add.mutate(draft);
    },
    isDirty: JSON.stringify(draft) !== JSON.stringify(empty),
    isPending: add.isPending,
    /** What adding asks of the API, as the form stands. */
    call: adding(forPersonId, draft),
    wrong,
    /** What no field can show. */
    error: needsNote(add.error, errors) ? add.error : null,
    refusal: isUnpicked || add.error,
  };
}

function adding(id: string, { personId, role, ...rest }: RelationshipDraft) {
  const body = { personId: personId ?? '', role: role.trim().toLowerCase().replaceAll(' ', '-'), ...rest };
  return (api: Client) => dataOf(api.POST('/v1/people/{id}/relationships', { params: { path: { id } }, body }));
}
