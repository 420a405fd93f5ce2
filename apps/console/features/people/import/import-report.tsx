import type { PeopleImport } from '@belfry/sdk';
import { Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import classes from '../../../ui/stacked-table.module.css';

const words = {
  update: { would: 'wouldChange', has: 'hasChanged' },
  reject: { would: 'wouldAdd', has: 'hasAdded' },
} as const;

/** What has come, or would come, of a file: the counts, and what was not taken and why. */
export function ImportReport({ report, children }: { report: PeopleImport; children: ReactNode }) {
  const t = useTranslations('peopleImport');
  const locale = useLocale();
  const { baseUrl } = useWorld();
  const { dryRun, existing, rejected, firstRejections, rejectionsUrl } = report;
  const written = (count: number) => count.toLocaleString(locale);
  const counts = {
    ...{ rows: written(report.rows), added: written(report.added), rejected },
    ...{ updated: written(report.updated), unchanged: written(report.unchanged) },
  };
  return (
    <Paper p="md">
      <Stack gap="md">
        <Text fw={600} role="status">
          {t(words[existing][dryRun ? 'would' : 'has'], counts)}
        </Text>
        {rejected > 0 && (
          <>
            <Table
              className={classes['table'] ?? ''}
              horizontalSpacing={0}
              verticalSpacing="xs"
              aria-label={t('rejected')}
            >
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('line')}</Table.Th>
                  <Table.Th>{t('reason')}</Table.Th>
                  <Table.Th>{t('row')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {firstRejections.map(({ line, reason, cells }) => (
                  <Table.Tr key={line}>
                    <Table.Td pr="md">{t('lineOf', { line })}</Table.Td>
                    <Table.Td pr="md">
                      <Text size="sm">{reason}</Text>
                    </Table.Td>
                    <Table.Td>
                      <Text size="xs" c="dimmed" lineClamp={2}>
                        {cells.join(', ')}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Button
              component="a"
              variant="default"
              w="fit-content"
              href={baseUrl + rejectionsUrl}
              download="rejected.csv"
            >
              {t('download', { count: rejected })}
            </Button>
          </>
        )}
        <Group gap="sm">{children}</Group>
      </Stack>
    </Paper>
  );
}
