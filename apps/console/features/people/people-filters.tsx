import { Group, Select, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { findZones } from './domain/find-zones.ts';
import { fromDateField, type PeopleSearch, type PeopleSearchChange, toDateField } from './domain/people-search.ts';

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];
const SHOWN = 40;

interface PeopleFiltersProps {
  search: PeopleSearch;
  onChange(change: PeopleSearchChange): void;
}

/** By what a list of people can be narrowed down beside its words. */
export function PeopleFilters({ search, onChange }: PeopleFiltersProps) {
  const t = useTranslations('people');
  return (
    <Group gap="md" align="flex-start">
      <Select
        label={t('zone')}
        placeholder={t('anyZone')}
        flex="1 1 220px"
        maw={320}
        searchable
        clearable
        limit={SHOWN}
        data={zones}
        value={search.zone ?? null}
        filter={({ search: words }) => findZones(zones, words).map((zone) => ({ value: zone, label: zone }))}
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
