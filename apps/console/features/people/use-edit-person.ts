import { type Client, dataOf, type Person, type PersonPatch } from '@belfry/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorld } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { isStaleEdit } from '../../ui/stale-note.tsx';
import type { CouldNotStop } from '../../ui/under-way.ts';
import {
  isNamedTwice,
  type PersonEdit,
  type PersonEditField,
  partOfEdit,
  personEditFieldOf,
  toPersonEdit,
  toPersonPatch,
} from './domain/person-edit.ts';
import { personQuery } from './people-query.ts';

/** The form of a person as they were when it was opened; somebody else's edit meanwhile is never overwritten. */
export function useEditPerson(opened: Person, onSaved: (person: Person, couldNotStop: CouldNotStop) => void) {
  const { api } = useWorld();
  const queries = useQueryClient();
  const changed = useChanged();
  const [before, setBefore] = useState(opened);
  const [edit, setEdit] = useState(() => toPersonEdit(opened));
  const [refusal, setRefusal] = useState<unknown>(null);
  const save = useMutation({
    mutationFn: async (sent: PersonEdit) => {
      const body = toPersonPatch(before, sent);
      return body === null ? { ...before, couldNotStop: [] } : changing(before, body)(api);
    },
    onError: setRefusal,
    onSuccess: async ({ couldNotStop, ...person }) => {
      await changed('people');
      onSaved(person, couldNotStop);
    },
  });
  const errors = errorsByField(save.error, personEditFieldOf);
  const sent = save.variables ?? edit;
  const wrong = Object.entries(errors.of).filter(([field]) => partOfEdit(edit, field) === partOfEdit(sent, field));
  const isStale = isStaleEdit(save.error);
  return {
    edit,
    isDirty: toPersonPatch(before, edit) !== null,
    change: (patch: Partial<PersonEdit>) => setEdit((known) => ({ ...known, ...patch })),
    // What stands under one name twice is told at its field as it is typed.
    submit: () => {
      if (edit.dates.some((_, index) => isNamedTwice(edit.dates, index))) setRefusal({});
      else save.mutate(edit);
    },
    isPending: save.isPending,
    /** What saving asks of the API, as the form stands; without a change it would ask nothing. */
    call: changing(before, toPersonPatch(before, edit) ?? {}),
    isStale,
    /** Takes the form to what stands there now; what was typed is lost, which its button says. */
    reload: async () => {
      const fresh = await queries.fetchQuery({ ...personQuery(before.id), staleTime: 0 });
      setBefore(fresh);
      setEdit(toPersonEdit(fresh));
      save.reset();
    },
    wrong: Object.fromEntries(wrong) as Partial<Record<PersonEditField, string>>,
    /** What no field can show. */
    error: !isStale && needsNote(save.error, errors) ? save.error : null,
    /** Changes with every submission that was refused. */
    refusal,
  };
}

function changing({ id, version }: Person, body: PersonPatch) {
  const init = { params: { path: { id } }, headers: { 'if-match': `"${version}"` }, body };
  return (api: Client) => dataOf(api.PATCH('/v1/people/{id}', init));
}

export type PersonEditForm = ReturnType<typeof useEditPerson>;
