import { Stack } from '@mantine/core';
import { IconCircleCheck, IconListSearch, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { schedulesQuery } from '../reminders/schedules-query.ts';
import { WaitingList } from './waiting-list.tsx';
import { useWaiting, type WaitingGroup } from './waiting-query.ts';

export function NeedsAHuman() {
  const { waiting, areNamesPending } = useWaiting();
  const skeleton = <RowSkeletons rows={2} height={88} />;
  if (areNamesPending && !waiting.isError) return skeleton;
  return (
    <Loaded query={waiting} skeleton={skeleton}>
      {(groups) => <Waiting groups={groups} />}
    </Loaded>
  );
}

function Waiting({ groups }: { groups: WaitingGroup[] }) {
  const found = groups.filter(({ count }) => count > 0);
  if (found.length === 0) return groups.some(({ isMore }) => isMore) ? <TooManyToTell /> : <NobodyIsWaiting />;
  return (
    <Stack gap="md">
      {found.map((group) => (
        <WaitingList key={group.state} group={group} />
      ))}
    </Stack>
  );
}

/** Nobody was found, among more than could be looked through. */
function TooManyToTell() {
  const t = useTranslations('home');
  return (
    <Nothing
      icon={<IconListSearch size={32} stroke={1.5} />}
      title={t('tooManyTitle')}
      hint={t('tooManyHint')}
      action={
        <LinkButton to="/activity" mt="sm">
          {t('activityOpen')}
        </LinkButton>
      }
    />
  );
}

function NobodyIsWaiting() {
  const t = useTranslations('home');
  const isNew = useInfiniteQuery(schedulesQuery()).data?.pages[0]?.data.length === 0;
  return (
    <Nothing
      icon={<IconCircleCheck size={32} stroke={1.5} color="var(--state-answered)" />}
      title={t('nobodyTitle')}
      hint={isNew ? t('nobodyNew') : t('nobodyHint')}
      action={
        isNew && (
          <LinkButton to="/reminders/new" leftSection={<IconPlus size={16} />} mt="sm">
            {t('createFirst')}
          </LinkButton>
        )
      }
    />
  );
}
