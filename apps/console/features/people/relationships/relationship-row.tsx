import type { Relationship } from '@belfry/sdk';
import { ActionIcon, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import type { ApiCall } from '../../../ui/curl/record-calls.ts';
import { TextLink } from '../../../ui/links.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { RelationshipMenu } from './relationship-menu.tsx';
import classes from './relationships.module.css';
import { removal, useChangeRelationship } from './use-change-relationship.ts';

interface RelationshipRowProps {
  relationship: Relationship;
  place: number;
  isLast: boolean;
  isMoving: boolean;
  onMove(by: 1 | -1): void;
  /** What a move asks of the API. */
  moving(by: 1 | -1): ApiCall;
}

export function RelationshipRow(props: RelationshipRowProps) {
  const { relationship, place, isLast, isMoving, onMove, moving } = props;
  const t = useTranslations('relationships');
  const [isAsking, ask] = useDisclosure(false);
  const { change, remove } = useChangeRelationship(relationship, ask.close);
  const isAlone = place === 1 && isLast;
  const { personId, personName: name, role, consent, privacy } = relationship;
  const moves = [
    ...(place === 1 ? [] : [{ of: t('up', { name }), call: moving(-1) }]),
    ...(isLast ? [] : [{ of: t('down', { name }), call: moving(1) }]),
  ];
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
        <RelationshipMenu
          relationship={relationship}
          isPending={change.isPending}
          onChange={change.mutate}
          onRemove={ask.open}
          alsoCopyable={moves}
        />
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
