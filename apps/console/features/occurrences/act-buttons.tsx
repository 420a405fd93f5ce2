import type { Occurrence } from '@belfry/sdk';
import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconDots, IconEye, IconPlayerSkipForward, IconX, IconZzz } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CurlMenuItems } from '../../ui/curl/curl-menu-items.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import classes from './act-buttons.module.css';
import { canAcknowledge, canComplete, canSkip, canSnooze } from './domain/what-can-be-done.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { type Action, callOf, useAct } from './use-act.ts';
import { useActKeys } from './use-act-keys.ts';

interface ActButtonsProps {
  occurrence: Occurrence;
  /** The page is about this occurrence alone: the keys work, and their hints are shown. */
  withKeys?: boolean;
}

export function ActButtons({ occurrence, withKeys = false }: ActButtonsProps) {
  const t = useTranslations('act');
  const act = useAct(() => ask(null));
  const [asked, ask] = useState<'skip' | 'cancel' | null>(null);
  const [isSnoozing, snooze] = useDisclosure(false);
  const running = (action: Action) => act.isPending && act.variables.action === action;
  const does = (action: Exclude<Action, 'snooze'>) => () => act.mutate({ subject: occurrence, action });
  const { state } = occurrence;
  const copyable = [
    ...(canAcknowledge(state) ? (['acknowledge'] as const) : []),
    ...(canComplete(state) ? (['complete'] as const) : []),
    ...(canSkip(state) ? (['skip', 'cancel'] as const) : []),
  ].map((action) => ({ of: t(action), call: callOf({ subject: occurrence, action }) }));
  const isOn = withKeys && !act.isPending && !isSnoozing && asked === null;
  useActKeys({ isOn, state, does, snooze: snooze.open, skip: () => ask('skip') });
  return (
    <Group
      gap="sm"
      wrap="nowrap"
      className={classes['group'] ?? ''}
      role="group"
      aria-label={t('group', { title: occurrence.title })}
    >
      {canAcknowledge(state) && (
        <Button
          variant="default"
          leftSection={<IconEye size={16} />}
          rightSection={withKeys && <KeyHint name="a" />}
          loading={running('acknowledge')}
          onClick={does('acknowledge')}
        >
          {t('acknowledge')}
        </Button>
      )}
      {canComplete(state) && (
        <Button
          leftSection={<IconCheck size={16} />}
          rightSection={withKeys && <KeyHint name="d" />}
          loading={running('complete')}
          onClick={does('complete')}
        >
          {t('complete')}
        </Button>
      )}
      {(canSnooze(state) || canSkip(state)) && (
        <Menu position="bottom-end" width={232}>
          <Menu.Target>
            <ActionIcon
              variant="default"
              size={36}
              className={classes['more'] ?? ''}
              aria-label={t('more', { title: occurrence.title })}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {canSnooze(state) && (
              <Menu.Item
                leftSection={<IconZzz size={16} />}
                rightSection={withKeys && <KeyHint name="s" />}
                onClick={snooze.open}
              >
                {t('snooze')}
              </Menu.Item>
            )}
            {canSkip(state) && (
              <Menu.Item
                leftSection={<IconPlayerSkipForward size={16} />}
                rightSection={withKeys && <KeyHint name="x" />}
                onClick={() => ask('skip')}
              >
                {t('skip')}
              </Menu.Item>
            )}
            {canSkip(state) && (
              <Menu.Item leftSection={<IconX size={16} />} onClick={() => ask('cancel')}>
                {t('cancel')}
              </Menu.Item>
            )}
            <Menu.Divider />
            <CurlMenuItems actions={copyable} />
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmDialog
        opened={asked !== null}
        onClose={() => ask(null)}
        title={t(`${asked ?? 'skip'}Title`, { title: occurrence.title })}
        verb={t(asked ?? 'skip')}
        isPending={act.isPending}
        error={null}
        onConfirm={() => asked && does(asked)()}
        call={callOf({ subject: occurrence, action: asked ?? 'skip' })}
        isDangerous
      >
        <Text size="sm">{t(`${asked ?? 'skip'}Will`, { person: occurrence.personName })}</Text>
      </ConfirmDialog>
      <SnoozeDialog occurrence={occurrence} opened={isSnoozing} onClose={snooze.close} />
    </Group>
  );
}
