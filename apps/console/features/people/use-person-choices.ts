import type { Person } from '@belfry/sdk';
import type { ComboboxItem, ComboboxParsedItem, OptionsFilter } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { matchesName } from './domain/matches-name.ts';
import { peopleChoicesQuery } from './people-query.ts';
import { usePeopleById } from './use-people-by-id.ts';

/** A pause in typing, after which the server is asked. */
const PAUSE_MS = 250;
/** After which a search that failed is tried again. */
const AGAIN_MS = 3_000;

/**
 * Whom a field offers: who is chosen, and those of all people whom the server finds by what is typed; newest first.
 * @param others what else the field offers, by its label
 */
export function usePersonChoices(chosenId: string | null, others: readonly ComboboxItem[] = []) {
  const t = useTranslations('people');
  const [typed, setTyped] = useState('');
  const chosen = usePeopleById([chosenId])?.[0];
  // What the field shows of the choice that was made is no search.
  const shown = chosen?.name ?? others.find(({ value }) => value === chosenId)?.label;
  const search = typed.trim() === shown?.trim() ? '' : typed.trim();
  const [q] = useDebouncedValue(search, PAUSE_MS);
  const found = useQuery({
    ...peopleChoicesQuery(q),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
  });
  const people: readonly Person[] = (found.data ?? []).filter(({ id }) => id !== chosen?.id);
  // What could not be looked up is as little known as what is still looked for.
  const isSearching = q !== search || found.isPending || found.isPlaceholderData || found.isError;
  return {
    people: chosen ? [chosen, ...people] : people,
    isSearching,
    /** Why there may be more than what is found; null where that is all. */
    searching: isSearching ? t(found.isError ? 'searchFailed' : 'searching') : null,
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
