import type { Schedule } from '@belfry/sdk';
import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { countOf, nothing } from '../../ui/counted.ts';
import { CurlMenuItems } from '../../ui/curl/curl-menu-items.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { LinkButton } from '../../ui/links.tsx';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { canEdit } from './domain/can-edit.ts';
import { callOf, type ScheduleAct, useScheduleAct } from './use-schedule-act.ts';

/** What a system keeps follows from what that has been told: it can be paused, and no more. What can be taken back is done at once; what cannot says first what it will do. */
export function ScheduleActions({ schedule }: { schedule: Schedule }) {
  const t = useTranslations('scheduleAct');
  const navigate = useNavigate();
  const [asked, ask] = useState<'pause' | 'finish' | 'delete' | null>(null);
  const open = useQuery({
    ...occurrencesQuery({ scheduleId: schedule.id, state: 'open' }),
    select: countOf,
    enabled: asked !== null,
  });
  const act = useScheduleAct(schedule, (done: ScheduleAct) => {
    ask(null);
    if (done === 'delete') void navigate({ to: '/reminders' });
  });
  const { state } = schedule;
  const canEnd = schedule.author === null;
  const copyable = [
    ...(state === 'active' ? (['pause'] as const) : []),
    ...(state === 'paused' ? (['resume'] as const) : []),
    ...(state !== 'finished' && canEnd ? (['finish'] as const) : []),
    ...(canEnd ? (['delete'] as const) : []),
  ].map((name) => ({ of: t(name), call: callOf(schedule, name) }));
  return (
    <>
      {state === 'paused' && (
        <Button leftSection={<IconPlayerPlay size={16} />} loading={act.isPending} onClick={() => act.mutate('resume')}>
          {t('resume')}
        </Button>
      )}
      {canEdit(schedule) && (
        <LinkButton
          to="/reminders/$scheduleId/edit"
          params={{ scheduleId: schedule.id }}
          variant="default"
          leftSection={<IconPencil size={16} />}
          rightSection={<KeyHint name="e" />}
        >
          {t('edit')}
        </LinkButton>
      )}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            style={{ flex: 'none' }}
            aria-label={t('more', { title: schedule.title })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {state === 'active' && (
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => ask('pause')}>
              {t('pause')}
            </Menu.Item>
          )}
          {state !== 'finished' && canEnd && (
            <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => ask('finish')}>
              {t('finish')}
            </Menu.Item>
          )}
          {canEnd && (
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconTrash size={16} />}
              onClick={() => ask('delete')}
            >
              {t('delete')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <CurlMenuItems actions={copyable} />
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => {
          ask(null);
          act.reset();
        }}
        title={t(`${asked ?? 'pause'}Title`, { title: schedule.title })}
        verb={t(asked ?? 'pause')}
        isPending={act.isPending}
        error={act.error}
        onConfirm={() => asked && act.mutate(asked)}
        call={callOf(schedule, asked ?? 'pause')}
        counted={[open]}
        isDangerous={asked !== 'pause'}
      >
        <Text size="sm">{t(`${asked ?? 'pause'}Will`, { person: schedule.personName })}</Text>
        <Text size="sm">{t('open', open.data ?? nothing)}</Text>
        <Text size="sm" c="dimmed">
          {t(`${asked ?? 'pause'}Undo`)}
        </Text>
      </ConfirmDialog>
    </>
  );
}
