import type { Person } from '@belfry/sdk';
import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatOffset, formatTime, zoneCity } from '../../time/format-instant.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import classes from '../../ui/stacked-table.module.css';

export function PeopleTable({ people }: { people: readonly Person[] }) {
  const t = useTranslations('people');
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
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.id}>
              <Table.Td fw={550} pr="md">
                {person.name}
              </Table.Td>
              <Table.Td pr="md">
                <Contacts person={person} />
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

function Contacts({ person }: { person: Person }) {
  const t = useTranslations('people');
  if (person.contactPoints.length === 0) {
    return (
      <Text size="sm" c="var(--state-failed)">
        {t('unreachable')}
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      {person.contactPoints.map((point) => (
        <Group key={`${point.channel} ${point.address}`} gap={6} wrap="nowrap">
          <ChannelIcon channel={point.channel} />
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {point.address}
          </Text>
        </Group>
      ))}
    </Stack>
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
