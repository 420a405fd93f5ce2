import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { errorsByField, needsNote } from '../../ui/errors-by-field.ts';
import { peopleQuery } from '../people/people-query.ts';
import { previewQuery } from './greetings-query.ts';

const settleMs = 300;
const fields = ['subject', 'text', 'date'] as const;

/** Words as a person of one's choice would get them, a moment after the last key; or what is wrong with them, at its field. */
export function usePreview(kind: string, subject: string, text: string) {
  const people = useQuery(peopleQuery).data ?? [];
  const [chosenId, choose] = useState<string | null>(null);
  /** Empty for the next one. */
  const [date, setDate] = useState('');
  const personId = chosenId ?? people[0]?.id ?? null;
  const isWritten = subject.trim() !== '' && text.trim() !== '';
  const [draft] = useDebouncedValue({ subject, text }, settleMs);
  const { data, error } = useQuery({
    ...previewQuery(
      personId !== null && isWritten ? { kind, ...draft, personId, ...(date === '' ? {} : { date }) } : null,
    ),
    placeholderData: keepPreviousData,
  });
  const errors = errorsByField(error, (path) => fields.find((field) => field === path) ?? null);
  return {
    personId,
    choose,
    date,
    setDate,
    shown: error === null ? data : undefined,
    wrong: errors.of,
    /** What no field can show. */
    error: needsNote(error, errors) ? error : null,
  };
}
