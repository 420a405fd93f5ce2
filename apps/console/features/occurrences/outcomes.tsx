import type { TimelineEntry } from '@belfry/sdk';
import { Instant } from '../../ui/instant.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './outcomes.module.css';

/** What became of an attempt, step by step, each with its time and its reason. */
export function Outcomes({ outcomes, zone }: { outcomes: readonly TimelineEntry[]; zone: string }) {
  if (outcomes.length === 0) return null;
  return (
    <ul className={classes['outcomes']}>
      {outcomes.map((outcome) => (
        <li key={`${outcome.at} ${outcome.status}`}>
          <Instant at={outcome.at} zone={zone} timeOnly seconds />
          <StateMark state={outcome.status} plain />
          {outcome.reason !== null && <span>{outcome.reason}</span>}
        </li>
      ))}
    </ul>
  );
}
