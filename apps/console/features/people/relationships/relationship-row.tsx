import type { Relationship } from '@belfry/sdk';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconDots } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { TextLink } from '../../../ui/links.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import classes from './relationships.module.css';
import { removal, useChangeRelationship } from './use-change-relationship.ts';

interface RelationshipRowProps {
  relationship: Relationship;
  place: number;
  isLast: boolean;
  isMoving: boolean;
  onMove(by: 1 | -1): void;
}

export function RelationshipRow({ relationship, place, isLast, isMoving, onMove }: RelationshipRowProps) {
  const t = useTranslations('relationships');
  const [isAsking, ask] = useDisclosure(false);
  const { change, remove } = useChangeRelationship(relationship, ask.close);
  const isAlone = place === 1 && isLast;
  const { personId, personName: name, role, consent, privacy } = relationship;
  return (
    <li className={classes['row']}>
      <span className={classes['place']} aria-hidden="true">
        {place}
      </span>
      <div>
        <div className={classes['who']}>
          <TextLink to="/people/$personId" params={{ personId }} fw={550}>
            {name}
          </TextLink>
          <span>{role}</span>
          <StateMark state={consent} />
        </div>
        <div className={classes['facts']}>
          {t(`${privacy}Privacy`)}
          {consent !== 'granted' && <> · {t(`${consent}Why`)}</>}
        </div>
      </div>
      <div className={classes['tools']}>
        {!isAlone && (
          <>
            <ActionIcon disabled={place === 1 || isMoving} aria-label={t('up', { name })} onClick={() => onMove(-1)}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon disabled={isLast || isMoving} aria-label={t('down', { name })} onClick={() => onMove(1)}>
              <IconArrowDown size={16} />
            </ActionIcon>
          </>
        )}
        <Menu position="bottom-end" width={264}>
          <Menu.Target>
            <ActionIcon aria-label={t('more', { name })} loading={change.isPending}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('consent')}</Menu.Label>
            {consent !== 'granted' && (
              <Menu.Item onClick={() => change.mutate({ consent: 'granted' })}>{t('grant')}</Menu.Item>
            )}
            {consent !== 'withdrawn' && (
              <Menu.Item onClick={() => change.mutate({ consent: 'withdrawn' })}>{t('withdraw')}</Menu.Item>
            )}
            {consent === 'withdrawn' && (
              <Menu.Item onClick={() => change.mutate({ consent: 'pending' })}>{t('ask')}</Menu.Item>
            )}
            <Menu.Label>{t('privacy')}</Menu.Label>
            <Menu.Item onClick={() => change.mutate({ privacy: privacy === 'all' ? 'title' : 'all' })}>
              {t(privacy === 'all' ? 'toTitle' : 'toAll')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item c="var(--mantine-color-error)" onClick={ask.open}>
              {t('remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <ConfirmDialog
        opened={isAsking}
        onClose={ask.close}
        title={t('removeTitle', { name, role })}
        verb={t('remove')}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        call={removal(relationship)}
        isDangerous
      >
        <Text size="sm">{t('removeHint', { name, role })}</Text>
      </ConfirmDialog>
    </li>
  );
}
