import type { DeadLetter } from '@belfry/sdk';
import { Button, Checkbox } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ChannelIcon, useChannelWord } from '../../ui/channel-icon.tsx';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { scheduleTitleQuery } from '../reminders/schedules-query.ts';
import classes from './dead-letters.module.css';
import { callOf } from './use-resolve.ts';

interface DeadLetterRowProps {
  letter: DeadLetter;
  isOpen: boolean;
  isChosen: boolean;
  isPending: boolean;
  onToggle(): void;
  onReplay(): void;
  onDiscard(): void;
}

export function DeadLetterRow(props: DeadLetterRowProps) {
  const { letter, isOpen, isChosen, isPending, onToggle, onReplay, onDiscard } = props;
  const t = useTranslations('deadLetters');
  const channelWord = useChannelWord();
  const zone = letter.timeZone ?? undefined;
  const title = useQuery(scheduleTitleQuery(letter.scheduleId)).data;
  const of = { person: letter.personName ?? t('somebody'), channel: channelWord(letter.channel) };
  return (
    <li className={classes['row']} data-chosen={isChosen || undefined}>
      {isOpen && <Checkbox aria-label={t('choose', of)} checked={isChosen} onChange={onToggle} />}
      <div className={classes['what']}>
        <div className={classes['title']}>
          <ChannelIcon channel={letter.channel} />
          <TextLink data-row to="/occurrences/$occurrenceId" params={{ occurrenceId: letter.occurrenceId }} fw={550}>
            {title ?? t('contact', of)}
          </TextLink>
          {!isOpen && <StateMark state={letter.state} />}
        </div>
        <div className={classes['facts']}>
          {title !== undefined && <>{t('contact', of)} · </>}
          <Instant at={letter.at} zone={zone} distance />
        </div>
        <div className={classes['why']}>
          {letter.reason ?? letter.code ?? t('noReason')}
          {letter.reason !== null && letter.code !== null && <code className={classes['code']}>{letter.code}</code>}
        </div>
        {letter.resolvedAt !== null && (
          <div className={classes['facts']}>
            {letter.resolvedBy !== null && <>{t('by', { actor: letter.resolvedBy })} · </>}
            <Instant at={letter.resolvedAt} zone={zone} />
            {letter.discardReason !== null && <> · {letter.discardReason}</>}
          </div>
        )}
      </div>
      {isOpen && (
        <div className={classes['tools']}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} />}
            loading={isPending}
            aria-label={t('replayOf', of)}
            onClick={onReplay}
          >
            {t('replay')}
          </Button>
          <Button variant="subtle" color="gray" size="xs" aria-label={t('discardOf', of)} onClick={onDiscard}>
            {t('discard')}
          </Button>
          <CopyCurl call={callOf(letter, { resolution: 'replay' })} of={t('replayOf', of)} size={30} />
        </div>
      )}
    </li>
  );
}
