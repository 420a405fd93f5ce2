import { Stack } from '@mantine/core';
import { IconBellPlus, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { MorePages } from '../../ui/more-pages.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { ReminderTable } from './reminder-table.tsx';
import { schedulesQuery } from './schedules-query.ts';

export function RemindersPage() {
  const t = useTranslations('reminders');
  const schedules = useInfiniteQuery(schedulesQuery());
  const create = (
    <LinkButton to="/reminders/new" leftSection={<IconPlus size={16} />}>
      {t('create')}
    </LinkButton>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      <Loaded query={schedules} skeleton={<RowSkeletons rows={5} />}>
        {({ pages }) => {
          const known = pages.flatMap((page) => page.data);
          if (known.length === 0) {
            return (
              <Nothing icon={<IconBellPlus size={32} stroke={1.5} />} title={t('noneTitle')} hint={t('noneHint')} />
            );
          }
          return (
            <Stack gap="md">
              <ReminderTable schedules={known} />
              <MorePages query={schedules}>{t('more')}</MorePages>
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}
