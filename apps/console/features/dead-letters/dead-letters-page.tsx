import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { DeadLetterList } from './dead-letter-list.tsx';
import { deadLettersQuery } from './dead-letters-query.ts';
import { deadLetterStates, readDeadLetterSearch } from './domain/dead-letter-search.ts';

const route = getRouteApi('/dead-letters');

/** What ended badly and nothing tries again by itself: why, and what can be done about it. */
export function DeadLettersPage() {
  const t = useTranslations('deadLetters');
  const navigate = useNavigate();
  const { state = 'open' } = route.useSearch();
  const letters = useInfiniteQuery(deadLettersQuery(state));
  return (
    <Page title={t('title')} description={t('description')}>
      <Stack gap="md">
        <SegmentedControl
          size="xs"
          aria-label={t('state')}
          data={deadLetterStates.map((value) => ({ value, label: t(value) }))}
          value={state}
          onChange={(value) =>
            void navigate({ to: '/dead-letters', search: readDeadLetterSearch({ state: value }), replace: true })
          }
          style={{ alignSelf: 'flex-start', maxWidth: '100%' }}
        />
        <Loaded query={letters} skeleton={<RowSkeletons rows={4} height={72} />}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.data);
            if (found.length === 0) {
              return (
                <Nothing
                  icon={<IconMailCheck size={32} stroke={1.5} />}
                  title={t(`${state}None`)}
                  hint={t(state === 'open' ? 'noneHint' : 'noneHintOther')}
                />
              );
            }
            return (
              <>
                <DeadLetterList letters={found} isOpen={state === 'open'} key={state} />
                {letters.hasNextPage && (
                  <Group justify="center">
                    <Button
                      variant="default"
                      loading={letters.isFetchingNextPage}
                      onClick={() => void letters.fetchNextPage()}
                    >
                      {t('more')}
                    </Button>
                  </Group>
                )}
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
}
