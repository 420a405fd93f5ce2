import type { Person } from '@belfry/sdk';
import type { ComboboxItem, ComboboxParsedItem, OptionsFilter } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { matchesName } from './domain/matches-name.ts';
import { peopleChoicesQuery } from './people-query.ts';
import { usePeopleById } from './use-people-by-id.ts';

/** A pause in typing, after which the server is asked. */
const PAUSE_MS = 250;

/**
 * Whom a field offers: who is chosen, and those of all people whom the server finds by what is typed; newest first.
 * @param others what else the field offers, by its label
 */
export function usePersonChoices(chosenId: string | null, others: readonly ComboboxItem[] = []) {
  const [typed, setTyped] = useState('');
  const chosen = usePeopleById([chosenId])?.[0];
  // What the field shows of the choice that was made is no search.
  const shown = chosen?.name ?? others.find(({ value }) => value === chosenId)?.label;
  const search = typed.trim() === shown?.trim() ? '' : typed.trim();
  const [q] = useDebouncedValue(search, PAUSE_MS);
  const found = useQuery({ ...peopleChoicesQuery(q), placeholderData: keepPreviousData });
  const people: readonly Person[] = (found.data ?? []).filter(({ id }) => id !== chosen?.id);
  return {
    people: chosen ? [chosen, ...people] : people,
    isSearching: q !== search || found.isPending || found.isPlaceholderData,
    typed,
    setTyped,
  };
}

export const byName: OptionsFilter = ({ options, search }) =>
  options.flatMap((option): ComboboxParsedItem[] => {
    if ('value' in option) return matchesName(option.label, search) ? [option] : [];
    const items = option.items.filter(({ label }) => matchesName(label, search));
    return items.length === 0 ? [] : [{ ...option, items }];
  });
