import type { Occurrence } from '@belfry/sdk';
import { Paper, Table, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

interface OccurrenceTableProps {
  occurrences: readonly Occurrence[];
  labelledBy: string;
}

export function OccurrenceTable({ occurrences, labelledBy }: OccurrenceTableProps) {
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
      <Table aria-labelledby={labelledBy} horizontalSpacing={0} verticalSpacing="sm">
        <Table.Tbody>
          {occurrences.map((occurrence) => (
            <Table.Tr key={occurrence.id}>
              <Table.Td>
                <Instant at={occurrence.dueAt} zone={occurrence.timeZone} both />
              </Table.Td>
              <Table.Td ta="right">
                <StateMark state={occurrence.state} />
              </Table.Td>
              <Table.Td ta="right" w={72}>
                <TextLink
                  to="/occurrences/$occurrenceId"
                  params={{ occurrenceId: occurrence.id }}
                  aria-label={t('openOf', { title: occurrence.title, slot: occurrence.slot })}
                >
                  {t('open')}
                </TextLink>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
