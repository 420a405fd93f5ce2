import { type Client, dataOf, type Person, type PersonPatch } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useChanged } from '../../app/use-changed.ts';
import type { CouldNotStop } from '../../ui/under-way.ts';
import { useEdit } from '../../ui/use-edit.ts';
import {
  isNamedTwice,
  type PersonEdit,
  partOfEdit,
  personEditFieldOf,
  toPersonEdit,
  toPersonPatch,
} from './domain/person-edit.ts';
import { personQuery } from './people-query.ts';

type OnSaved = (person: Person, couldNotStop: CouldNotStop, isWhole: boolean) => void;

/** The form of a person; somebody else's edit meanwhile is never overwritten. */
export function useEditPerson(opened: Person, onSaved: OnSaved) {
  const queries = useQueryClient();
  const changed = useChanged();
  const [namedTwice, setNamedTwice] = useState<object | null>(null);
  const edit = useEdit({
    known: opened,
    toDraft: toPersonEdit,
    saving,
    reread: ({ id }) => queries.fetchQuery({ ...personQuery(id), staleTime: 0 }),
    fields: { of: personEditFieldOf, partOf: partOfEdit },
    onSaved: ({ couldNotStop, ...person }, isWhole) => {
      queries.setQueryData(personQuery(person.id).queryKey, person);
      onSaved(person, couldNotStop, isWhole);
      void changed('people');
    },
  });
  const { before, draft } = edit;
  return {
    ...edit,
    /** What saving asks of the API, as the form stands; without a change it would ask nothing. */
    call: changing(before, toPersonPatch(before, draft) ?? {}),
    // What stands under one name twice is told at its field as it is typed.
    submit: () => {
      const isTwice = draft.dates.some((_, index) => isNamedTwice(draft.dates, index));
      setNamedTwice(isTwice ? {} : null);
      if (!isTwice) edit.submit();
    },
    /** Changes with every submission that was refused. */
    refusal: namedTwice ?? edit.refusal,
  };
}

function saving(before: Person, draft: PersonEdit) {
  const body = toPersonPatch(before, draft);
  return async (api: Client): Promise<Person & { couldNotStop: CouldNotStop }> =>
    body === null ? { ...before, couldNotStop: [] } : changing(before, body)(api);
}

function changing({ id, version }: Person, body: PersonPatch) {
  const init = { params: { path: { id } }, headers: { 'if-match': `"${version}"` }, body };
  return (api: Client) => dataOf(api.PATCH('/v1/people/{id}', init));
}

export type PersonEditForm = ReturnType<typeof useEditPerson>;
