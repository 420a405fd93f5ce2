import type { Timeline, TimelineEntry } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './entry-list.module.css';
import { useEntryWords } from './entry-words.ts';
import { Payload } from './payload.tsx';

/** The timeline in words: all that the picture shows, in order of time. */
export function EntryList({ timeline }: { timeline: Timeline }) {
  const { entries, occurrence } = timeline;
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
  const isContact = entry.channel !== null && entry.type !== 'action';
  // An attempt carries what has become of it by now; at its own time it was being sent.
  const isAttempt = entry.type === 'attempt';
  const isTold = isContact && !isAttempt;
  const told = isAttempt ? t('sending', { what: words(entry) }) : words(entry);
  return (
    <li className={classes['entry']} data-type={entry.type}>
      <div>
        <Instant at={entry.at} zone={zone} seconds />
      </div>
      <div>
        <div className={classes['what']}>
          {isContact ? <span>{told}</span> : <strong>{told}</strong>}
          {isTold && <StateMark state={entry.status} />}
        </div>
        {entry.address !== null && isAttempt && (
          <div className={classes['why']}>{t('at', { address: entry.address })}</div>
        )}
        {entry.reason !== null && <div className={classes['why']}>{entry.reason}</div>}
        <Payload payloads={[entry.payload]} of={words(entry)} />
      </div>
    </li>
  );
}
