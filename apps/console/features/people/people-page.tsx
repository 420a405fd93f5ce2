import { Box, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileUpload, IconFilter, IconUserPlus, IconUserSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { MorePages } from '../../ui/more-pages.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { isNarrowed, type PeopleSearch, type PeopleSearchChange, readPeopleSearch } from './domain/people-search.ts';
import { peopleSearchQuery } from './people-query.ts';
import { PeopleTable } from './people-table.tsx';

const route = getRouteApi('/people');
/** Not loaded before somebody narrows the list down. */
const PeopleFilters = lazy(() => import('./people-filters.tsx').then((it) => ({ default: it.PeopleFilters })));

/** Nor its fields before somebody is added. */
const AddPerson = lazy(() => import('./add-person.tsx').then((it) => ({ default: it.AddPerson })));

export function PeoplePage() {
  const t = useTranslations('people');
  const navigate = useNavigate();
  const search = route.useSearch();
  const people = useInfiniteQuery({ ...peopleSearchQuery(search), placeholderData: keepPreviousData });
  const [isFiltering, filters] = useDisclosure(search.zone !== undefined || search.birthday !== undefined);
  const narrowed = [search.zone, search.birthday].filter((part) => part !== undefined).length;
  const narrow = (change: PeopleSearchChange) =>
    void navigate({ to: '/people', search: readPeopleSearch({ ...search, ...change }), replace: true });
  const [isAdding, { open, close }] = useDisclosure(false);
  const add = (
    <Group gap="sm">
      <LinkButton to="/people/import" variant="default" leftSection={<IconFileUpload size={16} />}>
        {t('import')}
      </LinkButton>
      <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
        {t('add')}
      </Button>
    </Group>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={add}>
      <Stack gap="md">
        <Group gap="sm" wrap="nowrap">
          <Box flex="1 1 auto">
            <SearchField label={t('search')} value={search.q ?? ''} onChange={(q) => narrow({ q })} />
          </Box>
          <Button
            variant="default"
            leftSection={<IconFilter size={16} />}
            aria-expanded={isFiltering}
            onClick={filters.toggle}
          >
            {t('filter', { count: narrowed })}
          </Button>
        </Group>
        {isFiltering && (
          <Suspense fallback={<RowSkeletons rows={1} />}>
            <PeopleFilters search={search} onChange={narrow} />
          </Suspense>
        )}
        <Loaded query={people} skeleton={<RowSkeletons rows={4} />}>
          {({ pages }) => {
            const known = pages.flatMap((page) => page.data);
            if (known.length === 0) return <NobodyHere search={search} />;
            return (
              <>
                <PeopleTable people={known} />
                <MorePages query={people}>{t('more')}</MorePages>
              </>
            );
          }}
        </Loaded>
      </Stack>
      <Suspense>{isAdding && <AddPerson onClose={close} />}</Suspense>
    </Page>
  );
}

function NobodyHere({ search }: { search: PeopleSearch }) {
  const t = useTranslations('people');
  if (!isNarrowed(search)) {
    return <Nothing icon={<IconUsers size={32} stroke={1.5} />} title={t('nobodyTitle')} hint={t('nobodyHint')} />;
  }
  return (
    <Nothing
      icon={<IconUserSearch size={32} stroke={1.5} />}
      title={search.q === undefined ? t('noneLikeThat') : t('noMatch', { q: search.q })}
      hint={t('noMatchHint')}
      action={
        <LinkButton to="/people" search={{}} variant="default" mt="sm">
          {t('clear')}
        </LinkButton>
      }
    />
  );
}
