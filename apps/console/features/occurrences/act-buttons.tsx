import type { Occurrence } from '@belfry/sdk';
import { Button, Group } from '@mantine/core';
import { IconCheck, IconEye } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { KeyHint } from '../../ui/key-hint.tsx';
import classes from './act-buttons.module.css';
import { canAcknowledge, canComplete } from './domain/what-can-be-done.ts';
import { type Action, useAct } from './use-act.ts';

interface ActButtonsProps {
  occurrence: Occurrence;
  /** Shows the keys that do the same, where the page has them. */
  withKeys?: boolean;
}

export function ActButtons({ occurrence, withKeys = false }: ActButtonsProps) {
  const t = useTranslations('act');
  const act = useAct();
  const running = (action: Action) => act.isPending && act.variables.action === action;
  const does = (action: Action) => () => act.mutate({ subject: occurrence, action });
  return (
    <Group
      gap="sm"
      wrap="nowrap"
      className={classes['group'] ?? ''}
      role="group"
      aria-label={t('group', { title: occurrence.title })}
    >
      {canAcknowledge(occurrence.state) && (
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
      {canComplete(occurrence.state) && (
        <Button
          leftSection={<IconCheck size={16} />}
          rightSection={withKeys && <KeyHint name="d" />}
          loading={running('complete')}
          onClick={does('complete')}
        >
          {t('complete')}
        </Button>
      )}
    </Group>
  );
}
