import { Button, Group, NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { MorePages } from '../../ui/more-pages.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { DeadLetterList } from './dead-letter-list.tsx';
import { deadLetterCodesQuery, deadLettersQuery } from './dead-letters-query.ts';
import { deadLetterStates, readDeadLetterSearch } from './domain/dead-letter-search.ts';

const route = getRouteApi('/dead-letters');

/** What ended badly and nothing tries again by itself: why, and what can be done about it. */
export function DeadLettersPage() {
  const t = useTranslations('deadLetters');
  const navigate = useNavigate();
  const search = route.useSearch();
  const { state = 'open', code } = search;
  const letters = useInfiniteQuery(deadLettersQuery(search));
  const codes = useQuery(deadLetterCodesQuery).data ?? [];
  const narrow = (change: { state?: string; code?: string }) =>
    void navigate({ to: '/dead-letters', search: readDeadLetterSearch({ ...search, ...change }), replace: true });
  const named = codes.flatMap((one) => (one.code === null ? [] : [{ code: one.code, count: one.count }]));
  // What the list is narrowed down to stays a choice when the last of it has been dealt with.
  const counted = code === undefined || named.some((one) => one.code === code) ? named : [...named, { code, count: 0 }];
  const total = codes.reduce((sum, one) => sum + (code === undefined || one.code === code ? one.count : 0), 0);
  return (
    <Page title={t('title')} description={t('description')}>
      <Stack gap="md">
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            aria-label={t('state')}
            data={deadLetterStates.map((value) => ({ value, label: t(value) }))}
            value={state}
            onChange={(value) => narrow({ state: value, code: '' })}
            style={{ maxWidth: '100%' }}
          />
          {state === 'open' && (codes.length > 1 || code !== undefined) && (
            <NativeSelect
              size="xs"
              aria-label={t('code')}
              value={code ?? ''}
              onChange={(event) => narrow({ code: event.currentTarget.value })}
              data={[
                { value: '', label: t('everyCode') },
                ...counted.map((one) => ({ value: one.code, label: t('ofCode', one) })),
              ]}
            />
          )}
        </Group>
        <Loaded query={letters} skeleton={<RowSkeletons rows={4} height={72} />}>
          {({ pages }) => {
            const found = pages.flatMap((page) => page.data);
            if (found.length === 0) {
              return (
                <Nothing
                  icon={<IconMailCheck size={32} stroke={1.5} />}
                  title={code === undefined ? t(`${state}None`) : t('noneOfCode', { code })}
                  hint={code === undefined ? t(state === 'open' ? 'noneHint' : 'noneHintOther') : t('noneOfCodeHint')}
                  action={
                    code !== undefined && (
                      <Button variant="default" mt="sm" onClick={() => narrow({ code: '' })}>
                        {t('showAll')}
                      </Button>
                    )
                  }
                />
              );
            }
            return (
              <>
                <DeadLetterList
                  letters={found}
                  isOpen={state === 'open'}
                  total={total}
                  code={code}
                  key={`${state} ${code}`}
                />
                <MorePages query={letters}>{t('more')}</MorePages>
              </>
            );
          }}
        </Loaded>
      </Stack>
    </Page>
  );
}
