import type { Occurrence } from '@belfry/sdk';
import { Paper, Table, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './occurrence-table.module.css';

interface OccurrenceTableProps {
  /** Of what is to come `at` says when: what was snoozed or put off has been due already. */
  occurrences: readonly (Occurrence & { at?: string })[];
  label: string;
  /** Where they are not all of one reminder. */
  withTitle?: boolean;
}

export function OccurrenceTable({ occurrences, label, withTitle = false }: OccurrenceTableProps) {
  const t = useTranslations('occurrences');
  if (occurrences.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        {t('none')}
      </Text>
    );
  }
  return (
    <Paper px="md" py="xs">
      <Table className={classes['table'] ?? ''} aria-label={label} horizontalSpacing={0} verticalSpacing="sm">
        <Table.Tbody>
          {occurrences.map((occurrence) => (
            <Table.Tr key={occurrence.id}>
              <Table.Td>
                {withTitle && (
                  <TextLink
                    to="/occurrences/$occurrenceId"
                    params={{ occurrenceId: occurrence.id }}
                    fw={550}
                    display="block"
                  >
                    {occurrence.title}
                  </TextLink>
                )}
                <Instant at={occurrence.at ?? occurrence.dueAt} zone={occurrence.timeZone} both />
              </Table.Td>
              <Table.Td className={classes['state'] ?? ''}>
                <StateMark state={occurrence.state} />
              </Table.Td>
              {!withTitle && (
                <Table.Td className={classes['open'] ?? ''}>
                  <TextLink
                    to="/occurrences/$occurrenceId"
                    params={{ occurrenceId: occurrence.id }}
                    aria-label={t('openOf', { title: occurrence.title, slot: occurrence.slot })}
                  >
                    {t('open')}
                  </TextLink>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
