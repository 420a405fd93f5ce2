import { TextInput } from '@mantine/core';
import { IconDeviceMobile, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useClockMode } from '../../app/clock.tsx';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { SimulatedMark } from '../../ui/simulated-mark.tsx';
import { peopleQuery } from '../people/people-query.ts';
import { findHandsets } from './domain/find-handsets.ts';
import { joinHandsets } from './domain/join-handsets.ts';
import { Handset } from './handset.tsx';
import { handsetsQuery } from './handsets-query.ts';
import classes from './phones-page.module.css';
import { VirtualClock } from './virtual-clock.tsx';

/** So many are shown at once; the search finds the others. */
const SHOWN = 12;
const SEARCH_FROM = 5;

/** The phones and mailboxes that Belfry reaches while the sandbox is on, and the clock that moves it all. */
export function PhonesPage() {
  const t = useTranslations('phones');
  const seen = useQuery(handsetsQuery);
  const people = useQuery(peopleQuery).data ?? [];
  const [search, setSearch] = useState('');
  const isVirtual = useClockMode() === 'virtual';
  return (
    <Page title={t('title')} mark={<SimulatedMark />} description={t('description')} wide>
      {isVirtual && <VirtualClock />}
      <Loaded query={seen} skeleton={<RowSkeletons rows={1} height={480} />}>
        {(handsets) => {
          const known = joinHandsets(handsets, people);
          if (known.length === 0) {
            return (
              <Nothing
                icon={<IconDeviceMobile size={32} stroke={1.5} />}
                title={t('noneTitle')}
                hint={t('noneHint')}
                action={
                  <LinkButton to="/reminders/new" leftSection={<IconPlus size={16} />} mt="sm">
                    {t('create')}
                  </LinkButton>
                }
              />
            );
          }
          const found = findHandsets(known, search);
          return (
            <>
              {known.length >= SEARCH_FROM && (
                <TextInput
                  mb="md"
                  maw={320}
                  aria-label={t('search')}
                  placeholder={t('search')}
                  leftSection={<IconSearch size={16} />}
                  value={search}
                  onChange={(event) => setSearch(event.currentTarget.value)}
                />
              )}
              <ul className={classes['handsets']} aria-label={t('handsets')}>
                {found.slice(0, SHOWN).map((handset) => (
                  <li key={handset.address}>
                    <Handset handset={handset} />
                  </li>
                ))}
              </ul>
              {found.length > SHOWN && <p>{t('more', { count: found.length - SHOWN })}</p>}
              {found.length === 0 && <p>{t('noMatch')}</p>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
