import { type Client, dataOf, type Person } from '@belfry/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useChanged } from '../../app/use-changed.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import {
  emptyPerson,
  isPersonDirty,
  type PersonDraft,
  type PersonField,
  personFieldOf,
  toNewPerson,
} from './domain/person-draft.ts';

const empty = () => emptyPerson(readersZone());

/** The state of a form for a new person, wherever it stands. */
export function usePersonForm(onAdded: (person: Person) => void) {
  const changed = useChanged();
  const [draft, setDraft] = useState(empty);
  const add = useMutation({
    mutationFn: (sent: PersonDraft) => adding(sent)(api),
    onSuccess: async (person) => {
      await changed('people');
      setDraft(empty());
      onAdded(person);
    },
  });
  const sent = add.variables ?? draft;
  const errors = errorsByField(add.error, (path) => personFieldOf(sent, path));
  // What has been changed since may be right by now.
  const wrong = Object.entries(errors.of).filter(
    ([field]) => draft[field as PersonField] === sent[field as PersonField],
  );
  return {
    draft,
    change: (patch: Partial<PersonDraft>) => setDraft((before) => ({ ...before, ...patch })),
    // A key that is held down presses again.
    submit: () => add.isPending || add.mutate(draft),
    isDirty: isPersonDirty(draft),
    isPending: add.isPending,
    /** What adding asks of the API, as the form stands. */
    call: adding(draft),
    /** At their fields. */
    wrong: Object.fromEntries(wrong) as Partial<Record<PersonField, string>>,
    /** What no field can show. */
    error: needsNote(add.error, errors) ? add.error : null,
    /** Another with every refusal. */
    refusal: add.error,
  };
}

function adding(sent: PersonDraft) {
  return (api: Client) => dataOf(api.POST('/v1/people', { body: toNewPerson(sent) }));
}

export type PersonForm = ReturnType<typeof usePersonForm>;
