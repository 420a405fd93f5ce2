import { Group, Select, TextInput } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useStateWord } from '../../ui/state-mark.tsx';
import { PersonSelect } from '../people/person-select.tsx';
import { type ActivitySearch, allStandings, readActivitySearch, spans } from './domain/activity-search.ts';

const route = getRouteApi('/activity');

/** Kept in the address, so that a filtered feed can be sent to somebody. */
export function ActivityFilters() {
  const t = useTranslations('activity');
  const stateWord = useStateWord();
  const navigate = useNavigate();
  const search = route.useSearch();
  const set = (patch: Partial<Record<keyof ActivitySearch, string | null>>) =>
    void navigate({ to: '/activity', search: readActivitySearch({ ...search, ...patch }), replace: true });
  const clearing = { clearable: true, clearButtonProps: { 'aria-label': t('clear') } };
  const narrow = { flex: '1 1 160px', maw: 240, ...clearing };
  return (
    <Group gap="sm" role="search" aria-label={t('filters')}>
      <PersonSelect
        aria-label={t('person')}
        placeholder={t('everybody')}
        flex="1 1 200px"
        maw={320}
        {...clearing}
        value={search.person ?? null}
        onChange={(person) => set({ person })}
      />
      <Select
        aria-label={t('state')}
        placeholder={t('everyState')}
        {...narrow}
        data={allStandings.map((value) => ({
          value,
          label: value === 'late' || value === 'withheld' ? t(value) : stateWord(value),
        }))}
        value={search.state ?? null}
        onChange={(state) => set({ state })}
      />
      <Select
        aria-label={t('since')}
        placeholder={t('ever')}
        {...narrow}
        data={spans.map((value) => ({ value, label: t(value) }))}
        value={search.since ?? null}
        onChange={(since) => set({ since, day: null })}
      />
      <Select
        aria-label={t('kept')}
        placeholder={t('keptByAny')}
        {...narrow}
        data={[...new Set(['greetings', ...(search.author === undefined ? [] : [search.author])])].map((value) => ({
          value,
          label: value === 'greetings' ? t('greetings') : value,
        }))}
        value={search.author ?? null}
        onChange={(author) => set({ author })}
      />
      <TextInput
        type="date"
        aria-label={t('onDay')}
        flex="0 1 160px"
        value={search.day ?? ''}
        onChange={({ currentTarget }) => set({ day: currentTarget.value, since: null })}
      />
    </Group>
  );
}
