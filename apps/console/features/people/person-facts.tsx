import type { Person } from '@belfry/sdk';
import { Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Section } from '../../ui/section.tsx';
import { ContactList } from './contact-list.tsx';

/** How the person is reached, in their order, and what is known of them. */
export function PersonFacts({ person }: { person: Person }) {
  const t = useTranslations('personPage');
  const locale = useLocale();
  const { quietHours, birthDate, anniversaryDate, dates, externalId } = person;
  const place = [person.city, person.country].filter((part) => part !== null).join(', ');
  const language = new Intl.DisplayNames(locale, { type: 'language' }).of(person.locale) ?? person.locale;
  return (
    <Section title={t('reachedBy')} hint={t('reachedByHint')}>
      <Paper p={{ base: 'md', sm: 'lg' }}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          <ContactList points={person.contactPoints} isOrdered />
          <Stack gap="sm" component="dl" m={0}>
            <Fact name={t('zone')}>{person.timeZone}</Fact>
            <Fact name={t('quietHours')}>{quietHours ? t('quiet', quietHours) : t('noQuietHours')}</Fact>
            <Fact name={t('language')}>{language}</Fact>
            {birthDate !== null && <Fact name={t('birthDate')}>{dateWords(birthDate, locale)}</Fact>}
            {anniversaryDate !== null && <Fact name={t('anniversary')}>{dateWords(anniversaryDate, locale)}</Fact>}
            {Object.entries(dates).map(([name, date]) => (
              <Fact key={name} name={name}>
                {dateWords(date, locale)}
              </Fact>
            ))}
            {place !== '' && <Fact name={t('place')}>{place}</Fact>}
            {externalId !== null && <Fact name={t('externalId')}>{externalId}</Fact>}
          </Stack>
        </SimpleGrid>
      </Paper>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}

/** A date of the calendar has no zone. */
function dateWords(date: string, locale: string): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, options).format(Date.parse(`${date}T00:00:00Z`));
}
