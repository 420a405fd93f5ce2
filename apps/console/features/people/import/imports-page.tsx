import type { PeopleImport } from '@belfry/sdk';
import { Paper, Stack, Table, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { greetingMessages } from '../../../messages/en/greetings.ts';
import { Instant } from '../../../ui/instant.tsx';
import { LinkButton, TextLink } from '../../../ui/links.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { MorePages } from '../../../ui/more-pages.tsx';
import { Nothing } from '../../../ui/nothing.tsx';
import { Page } from '../../../ui/page.tsx';
import { RowSkeletons } from '../../../ui/row-skeletons.tsx';
import classes from '../../../ui/stacked-table.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { useRowKeys } from '../../../ui/use-row-keys.ts';
import { withWords } from '../../../ui/with-words.tsx';
import { importsQuery } from './imports-query.ts';

/** Every file that was tried or taken, and what came of it. */
export const ImportsPage = withWords(greetingMessages, function ImportsPage() {
  const t = useTranslations('peopleImport');
  const imports = useInfiniteQuery(importsQuery);
  return (
    <Page
      title={t('all')}
      description={t('allHint')}
      actions={
        <LinkButton to="/people/import" leftSection={<IconFileUpload size={16} />}>
          {t('title')}
        </LinkButton>
      }
    >
      <Loaded query={imports} skeleton={<RowSkeletons rows={4} />}>
        {({ pages }) => {
          const known = pages.flatMap((page) => page.data);
          if (known.length === 0) {
            return (
              <Nothing icon={<IconFileUpload size={32} stroke={1.5} />} title={t('none')} hint={t('description')} />
            );
          }
          return (
            <Stack gap="md">
              <ImportTable imports={known} />
              <MorePages query={imports}>{t('earlier')}</MorePages>
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
});

function ImportTable({ imports }: { imports: readonly PeopleImport[] }) {
  const t = useTranslations('peopleImport');
  const locale = useLocale();
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Paper px="md" py="xs">
      <Table className={classes['table'] ?? ''} horizontalSpacing={0} verticalSpacing="sm" aria-label={t('all')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('when')}</Table.Th>
            <Table.Th>{t('state')}</Table.Th>
            <Table.Th>{t('what')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={rows}>
          {imports.map(({ id, startedAt, state, dryRun, rows: read, added, updated, rejected }) => (
            <Table.Tr key={id}>
              <Table.Td pr="md">
                <TextLink data-row to="/people/imports/$importId" params={{ importId: id }} fw={550}>
                  {t(dryRun ? 'tried' : 'taken', { rows: read.toLocaleString(locale) })}
                </TextLink>
                <Text size="sm" c="dimmed">
                  <Instant at={startedAt} />
                </Text>
              </Table.Td>
              <Table.Td pr="md">
                <StateMark state={state} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{t(dryRun ? 'countsTried' : 'counts', { added, updated, rejected })}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
