import type { Person } from '@belfry/sdk';
import { Paper, Table, Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatOffset, formatTime, zoneCity } from '../../time/format-instant.ts';
import { TextLink } from '../../ui/links.tsx';
import classes from '../../ui/stacked-table.module.css';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { ContactList } from './contact-list.tsx';

export function PeopleTable({ people }: { people: readonly Person[] }) {
  const t = useTranslations('people');
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Paper px="md" py="xs">
      <Table className={classes['table'] ?? ''} horizontalSpacing={0} verticalSpacing="sm" aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('reachedBy')}</Table.Th>
            <Table.Th className={classes['end'] ?? ''}>{t('theirTime')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={rows}>
          {people.map((person) => (
            <Table.Tr key={person.id}>
              <Table.Td pr="md">
                <TextLink data-row to="/people/$personId" params={{ personId: person.id }} fw={550}>
                  {person.name}
                </TextLink>
              </Table.Td>
              <Table.Td pr="md">
                <ContactList points={person.contactPoints} />
              </Table.Td>
              <Table.Td className={classes['end'] ?? ''}>
                <LocalTime zone={person.timeZone} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function LocalTime({ zone }: { zone: string }) {
  const locale = useLocale();
  const nowMs = useNowMs();
  return (
    <>
      <Text size="sm" component="span" display="block">
        {formatTime(nowMs, zone, locale)} {zoneCity(zone)}
      </Text>
      <Text size="xs" c="dimmed" component="span" display="block">
        {zone} · {formatOffset(nowMs, zone)}
      </Text>
    </>
  );
}
