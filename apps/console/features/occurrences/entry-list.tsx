import type { Timeline } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { type EntryWithOutcomes, withOutcomes } from './domain/with-outcomes.ts';
import classes from './entry-list.module.css';
import { useEntryWords } from './entry-words.ts';
import { Outcomes } from './outcomes.tsx';
import { Payload } from './payload.tsx';

/** The timeline in words: all that the picture shows, in order of time. */
export function EntryList({ timeline: { entries, occurrence } }: { timeline: Timeline }) {
  return (
    <ol className={classes['list']}>
      {withOutcomes(entries).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only grows, and its entries have no ids
        <Entry key={index} row={row} zone={occurrence.timeZone} />
      ))}
    </ol>
  );
}

function Entry({ row: { entry, outcomes }, zone }: { row: EntryWithOutcomes; zone: string }) {
  const t = useTranslations('entry');
  const words = useEntryWords();
  const isContact = entry.channel !== null && entry.type !== 'action';
  return (
    <li className={classes['entry']} data-type={entry.type}>
      <div>
        <Instant at={entry.at} zone={zone} seconds />
      </div>
      <div>
        <div className={classes['what']}>
          {isContact ? <span>{words(entry)}</span> : <strong>{words(entry)}</strong>}
          {isContact && <StateMark state={entry.status} />}
        </div>
        {entry.reason !== null && <div className={classes['why']}>{entry.reason}</div>}
        {entry.address !== null && isContact && (
          <div className={classes['why']}>{t('to', { address: entry.address })}</div>
        )}
        <Outcomes outcomes={outcomes} zone={zone} />
        <Payload entry={entry} outcomes={outcomes} />
      </div>
    </li>
  );
}
