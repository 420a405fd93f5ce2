import type { GreetingPlan } from '@belfry/sdk';
import { Button, Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import classes from '../../ui/stacked-table.module.css';
import { kindsQuery } from './greetings-query.ts';

/** So many are taken in at a glance; all the world's zones are hundreds. */
const atFirst = 12;

/** The same in words, by zone, with both clocks. */
export function ZoneTable({ plan }: { plan: GreetingPlan }) {
  const t = useTranslations('greetings');
  const [isWhole, showAll] = useState(false);
  // One that has been taken away meanwhile is called by its name.
  const titles = new Map(useQuery(kindsQuery).data?.map(({ name, title }) => [name, title]));
  const sends = plan.zones
    .flatMap(({ timeZone, sends: ofZone }) => ofZone.map((send) => ({ ...send, timeZone })))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.timeZone < b.timeZone ? -1 : 1));
  return (
    <Paper px="md" py="xs">
      <Table className={classes['table'] ?? ''} horizontalSpacing={0} verticalSpacing="xs" aria-label={t('byZone')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('when')}</Table.Th>
            <Table.Th>{t('zone')}</Table.Th>
            <Table.Th>{t('kind')}</Table.Th>
            <Table.Th className={classes['end'] ?? ''}>{t('howMany')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(isWhole ? sends : sends.slice(0, atFirst)).map(
            ({ timeZone, kind, at, planned, gone, late, missed, failed, withheld }) => (
              <Table.Tr key={`${timeZone} ${kind} ${at}`}>
                <Table.Td pr="md">
                  <Instant at={at} zone={timeZone} timeOnly both />
                </Table.Td>
                <Table.Td pr="md">
                  <Text size="sm" component="span">
                    {timeZone}
                  </Text>
                </Table.Td>
                <Table.Td pr="md">
                  <Text size="sm" component="span">
                    {titles.get(kind) ?? kind}
                  </Text>
                </Table.Td>
                <Table.Td className={classes['end'] ?? ''}>
                  <Text size="sm" component="span">
                    {t('cell', { planned, gone, late, missed, failed, withheld })}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ),
          )}
        </Table.Tbody>
      </Table>
      {!isWhole && sends.length > atFirst && (
        <Button variant="subtle" my="xs" onClick={() => showAll(true)}>
          {t('showAll', { count: sends.length })}
        </Button>
      )}
    </Paper>
  );
}
