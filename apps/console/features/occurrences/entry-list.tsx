import type { Timeline, TimelineEntry } from '@belfry/sdk';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './entry-list.module.css';
import { useEntryWords } from './entry-words.ts';
import { Payload } from './payload.tsx';

/** The timeline in words: all that the picture shows, in order of time. */
export function EntryList({ timeline }: { timeline: Timeline }) {
  const t = useTranslations('occurrence');
  const { entries, occurrence } = timeline;
  if (entries.length === 0) {
    return (
      <Text c="dimmed" size="sm">
        {t('nothingYet')}
      </Text>
    );
  }
  return (
    <ol className={classes['list']}>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only grows, and its entries have no ids
        <Entry key={index} entry={entry} zone={occurrence.timeZone} />
      ))}
    </ol>
  );
}

function Entry({ entry, zone }: { entry: TimelineEntry; zone: string }) {
  const t = useTranslations('entry');
  const words = useEntryWords();
  const isContact = entry.type !== 'action' && entry.type !== 'decision';
  return (
    <li className={classes['entry']} data-type={entry.type}>
      <div>
        <Instant at={entry.at} zone={zone} seconds />
      </div>
      <div>
        <div className={classes['what']}>
          {isContact ? <span>{words(entry)}</span> : <strong>{words(entry)}</strong>}
          {entry.status !== null && isContact && <StateMark state={entry.status} />}
        </div>
        {entry.address !== null && entry.type === 'attempt' && (
          <div className={classes['why']}>{t('at', { address: entry.address })}</div>
        )}
        {entry.reason !== null && <div className={classes['why']}>{entry.reason}</div>}
        <Payload payloads={[entry.payload]} of={words(entry)} />
      </div>
    </li>
  );
}
