import { useTranslations } from 'use-intl';
import { Instant } from '../../../ui/instant.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import type { EntryWithOutcomes } from '../domain/with-outcomes.ts';
import { useEntryWords } from '../entry-words.ts';
import { Outcomes } from '../outcomes.tsx';
import { Payload } from '../payload.tsx';
import classes from './why-panel.module.css';

interface WhyPanelProps {
  chosen: EntryWithOutcomes | null;
  zone: string;
}

/** What the chosen mark is, why it is so, and what was sent. */
export function WhyPanel({ chosen, zone }: WhyPanelProps) {
  const t = useTranslations('timeline');
  const words = useEntryWords();
  if (!chosen) return <div className={classes['panel']}>{t('nothingYet')}</div>;
  const { entry, outcomes } = chosen;
  const isContact = entry.channel !== null && entry.type !== 'action';
  return (
    <div className={classes['panel']} aria-live="polite">
      <div className={classes['head']}>
        <span>{words(entry)}</span>
        {isContact && <StateMark state={entry.status} />}
      </div>
      <div className={classes['when']}>
        <Instant at={entry.at} zone={zone} seconds />
        {entry.reason !== null && <span>{entry.reason}</span>}
      </div>
      <Outcomes outcomes={outcomes} zone={zone} />
      <Payload entry={entry} outcomes={outcomes} />
    </div>
  );
}
