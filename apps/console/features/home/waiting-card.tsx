import type { Occurrence } from '@belfry/sdk';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { toneOf } from '../../ui/tone.ts';
import { ActButtons } from '../occurrences/act-buttons.tsx';
import classes from './waiting-card.module.css';

export function WaitingCard({ occurrence }: { occurrence: Occurrence }) {
  const t = useTranslations('home');
  return (
    <li className={classes['card']} data-tone={toneOf(occurrence.state)}>
      <div className={classes['what']}>
        <div className={classes['title']}>
          <TextLink to="/occurrences/$occurrenceId" params={{ occurrenceId: occurrence.id }} fw={600}>
            {occurrence.title}
          </TextLink>
          <StateMark state={occurrence.state} />
        </div>
        <div className={classes['facts']}>
          {t.rich('dueFor', {
            person: occurrence.personName,
            at: () => <Instant at={occurrence.dueAt} zone={occurrence.timeZone} distance />,
          })}
        </div>
      </div>
      <ActButtons occurrence={occurrence} />
    </li>
  );
}
