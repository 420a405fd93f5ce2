import type { TimelineEntry } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { Instant } from '../../../ui/instant.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { useEntryWords } from '../entry-words.ts';
import { Payload } from '../payload.tsx';
import classes from './why-panel.module.css';

interface WhyPanelProps {
  entry: TimelineEntry | null;
  entries: readonly TimelineEntry[];
  zone: string;
}

/** What the chosen mark is, why it is so, and what was sent. */
export function WhyPanel({ entry, entries, zone }: WhyPanelProps) {
  const t = useTranslations('timeline');
  const words = useEntryWords();
  if (!entry) return <div className={classes['panel']}>{t('nothingYet')}</div>;
  const outcomes = entries.filter((other) => other.type === 'outcome' && other.attemptId === entry.attemptId);
  const told = entry.type === 'attempt' ? outcomes : [];
  const isContact = entry.channel !== null && entry.type !== 'action';
  return (
    <div className={classes['panel']} aria-live="polite">
      <div className={classes['head']}>
        <span>{words(entry)}</span>
        {isContact && <StateMark state={entry.status} />}
      </div>
      <ul className={classes['outcomes']}>
        <li>
          <Instant at={entry.at} zone={zone} seconds />
          <span>{entry.reason}</span>
        </li>
        {told.map((outcome) => (
          <li key={`${outcome.at} ${outcome.status}`}>
            <Instant at={outcome.at} zone={zone} timeOnly seconds />
            <StateMark state={outcome.status} plain />
            {outcome.reason !== null && <span>{outcome.reason}</span>}
          </li>
        ))}
      </ul>
      <Payload of={words(entry)} payloads={[entry, ...told].map((part) => part.payload)} />
    </div>
  );
}
