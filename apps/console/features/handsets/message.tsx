import type { SandboxMessage } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../app/api.ts';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import classes from './handset.module.css';

interface MessageProps {
  message: SandboxMessage;
  zone: string;
}

export function Bubble({ message, zone }: MessageProps) {
  const t = useTranslations('phones');
  const isPersons = message.direction === 'inbound';
  return (
    <li className={classes['bubble']} data-from={isPersons ? 'person' : 'belfry'}>
      <div className={classes['text']}>{message.body}</div>
      <div className={classes['meta']}>
        <span>{isPersons ? t('fromPerson') : t('fromBelfry')}</span>
        <Instant at={message.at} zone={zone} timeOnly />
        <WhatItIsOf message={message} />
      </div>
    </li>
  );
}

/** Shown as text: a simulated mail may hold anything, and none of it may run here. */
export function Mail({ message, zone }: MessageProps) {
  const t = useTranslations('phones');
  return (
    <li className={classes['mail']}>
      <h3>{message.subject ?? t('noSubject')}</h3>
      <div className={classes['from']}>{t('mailFrom', { from: message.from })}</div>
      <p>{message.body}</p>
      <div className={classes['meta']}>
        <Instant at={message.at} zone={zone} timeOnly />
        <WhatItIsOf message={message} />
      </div>
    </li>
  );
}

function WhatItIsOf({ message }: { message: SandboxMessage }) {
  const t = useTranslations('phones');
  const { isPlayground } = useWorld();
  if (!message.occurrenceId) return null;
  if (isPlayground) {
    return (
      <TextLink to="/playground" search={{ occurrence: message.occurrenceId }} size="xs">
        {t('why')}
      </TextLink>
    );
  }
  return (
    <TextLink to="/occurrences/$occurrenceId" params={{ occurrenceId: message.occurrenceId }} size="xs">
      {t('why')}
    </TextLink>
  );
}
