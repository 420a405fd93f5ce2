import { Group, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { SearchSelect } from '../../ui/search-select.tsx';
import { fromDateField, type PeopleSearch, type PeopleSearchChange, toDateField } from './domain/people-search.ts';
import { useZoneOptions } from './use-zone-options.tsx';

interface PeopleFiltersProps {
  search: PeopleSearch;
  onChange(change: PeopleSearchChange): void;
}

/** By what a list of people can be narrowed down beside its words. */
export function PeopleFilters({ search, onChange }: PeopleFiltersProps) {
  const t = useTranslations('people');
  return (
    <Group gap="md" align="flex-start">
      <SearchSelect
        {...useZoneOptions(search.zone ?? '')}
        label={t('zone')}
        placeholder={t('anyZone')}
        flex="1 1 220px"
        maw={320}
        clearable
        value={search.zone ?? null}
        onChange={(zone) => onChange({ zone: zone ?? undefined })}
      />
      <TextInput
        type="date"
        label={t('birthdayOn')}
        description={t('anyYear')}
        inputWrapperOrder={['label', 'input', 'description']}
        flex="1 1 180px"
        maw={220}
        value={toDateField(search.birthday)}
        onChange={(event) => onChange({ birthday: fromDateField(event.currentTarget.value) })}
      />
    </Group>
  );
}
