import { Stack } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { MorePages } from '../../ui/more-pages.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { ActivityFilters } from './activity-filters.tsx';
import { activityQuery } from './activity-query.ts';
import { Feed } from './feed.tsx';

const route = getRouteApi('/activity');

/** What has been due, the latest first, as it happens. */
export function ActivityPage() {
  const t = useTranslations('activity');
  const search = route.useSearch();
  const feed = useInfiniteQuery(activityQuery(search, useNowMs()));
  const isFiltered = Object.keys(search).length > 0;
  return (
    <Page title={t('title')} description={t('description')}>
      <Stack gap="md">
        <ActivityFilters />
        <Loaded query={feed} skeleton={<RowSkeletons rows={6} />}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.data);
            if (found.length === 0 && !feed.hasNextPage) {
              return (
                <Nothing
                  icon={<IconActivity size={32} stroke={1.5} />}
                  title={t(isFiltered ? 'noMatch' : 'noneTitle')}
                  hint={t(isFiltered ? 'noMatchHint' : 'noneHint')}
                />
              );
            }
            return (
              <>
                <Feed occurrences={found} />
                <MorePages query={feed}>{t('more')}</MorePages>
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
}
