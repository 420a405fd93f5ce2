import { type ComboboxItem, Text } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { SearchSelect } from '../../ui/search-select.tsx';
import { byName, usePersonChoices } from './use-person-choices.ts';

interface PersonSelectProps
  extends Omit<
    ComponentProps<typeof SearchSelect>,
    'data' | 'filter' | 'nothingFoundMessage' | 'onSearchChange' | 'renderOption'
  > {
  /** What stands before the people, such as the person themself. */
  before?: readonly ComboboxItem[];
  /** Who is no choice here. */
  except?: string | null | undefined;
}

/** One of all people, however many they are: searched by the server, shown with their zone. */
export function PersonSelect({ before = [], except, value, ...rest }: PersonSelectProps) {
  const t = useTranslations('people');
  const { people, isSearching, searching, setTyped } = usePersonChoices(value, before);
  const zones = new Map(people.map(({ id, timeZone }) => [id, timeZone]));
  const choices = people.filter(({ id }) => id !== except).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SearchSelect
      {...rest}
      value={value}
      data={[...before, ...choices]}
      filter={byName}
      isSearching={isSearching}
      nothingFoundMessage={searching ?? t('nobodyFound')}
      onSearchChange={setTyped}
      renderOption={({ option }) => (
        <>
          <span>{option.label}</span>
          <Text size="xs" c="dimmed" ml="auto">
            {zones.get(option.value)}
          </Text>
        </>
      )}
    />
  );
}
