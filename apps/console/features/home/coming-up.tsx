import { Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import classes from '../../ui/stacked-table.module.css';
import { nextOccurrencesQuery } from '../occurrences/occurrences-query.ts';

const SHOWN = 6;

export function ComingUp() {
  const t = useTranslations('home');
  const planned = useQuery(nextOccurrencesQuery(SHOWN));
  return (
    <Loaded query={planned} skeleton={<RowSkeletons rows={3} height={40} />}>
      {(next) => {
        if (next.length === 0) {
          return (
            <Text c="dimmed" size="sm">
              {t('nothingComing')}
            </Text>
          );
        }
        return (
          <Paper px="md" py="xs">
            <Table
              className={classes['table'] ?? ''}
              aria-labelledby="coming-up"
              horizontalSpacing={0}
              verticalSpacing="sm"
            >
              <Table.Tbody>
                {next.map((occurrence) => (
                  <Table.Tr key={occurrence.id}>
                    <Table.Td>
                      <TextLink to="/occurrences/$occurrenceId" params={{ occurrenceId: occurrence.id }} fw={550}>
                        {occurrence.title}
                      </TextLink>
                      <Text size="sm" c="dimmed">
                        {occurrence.personName}
                      </Text>
                    </Table.Td>
                    <Table.Td className={classes['end'] ?? ''}>
                      <Instant at={occurrence.dueAt} zone={occurrence.timeZone} both />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Paper>
        );
      }}
    </Loaded>
  );
}
