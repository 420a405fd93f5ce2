import { useTranslations } from 'use-intl';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { Instant } from '../../ui/instant.tsx';
import type { PreviewTurn } from './domain/to-preview.ts';
import classes from './ladder.module.css';
import { useAfter } from './use-after.ts';

interface TurnRungProps {
  turn: PreviewTurn;
  /** How many rungs were left out before this one. */
  leftBefore: number;
}

export function TurnRung({ turn, leftBefore }: TurnRungProps) {
  const t = useTranslations('simulation');
  const after = useAfter();
  const isEnd = turn.kind === 'exhausted' || turn.kind === 'closed';
  return (
    <>
      {leftBefore > 0 && (
        <li className={classes['rung']} data-end>
          <span className={classes['after']} />
          <span className={classes['dot']} aria-hidden="true" />
          <span className={classes['at']}>{t('left', { count: leftBefore })}</span>
        </li>
      )}
      <li
        className={classes['rung']}
        data-end={isEnd || undefined}
        data-unreachable={turn.isInVain || undefined}
        data-held={turn.isHeld || undefined}
      >
        <span className={classes['after']}>{after(turn.afterMs)}</span>
        <span className={classes['dot']} aria-hidden="true" />
        <div>
          <TurnHead turn={turn} />
          {turn.contacts.map((contact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two targets of a step may be one person on one channel
            <Contact key={index} contact={contact} hasDate={turn.hasDate} isTimed={!isEnd} />
          ))}
          {turn.contacts.length === 0 && turn.reason !== null && !isEnd && (
            <div className={classes[turn.isHeld ? 'held' : 'why']}>{turn.reason}</div>
          )}
        </div>
      </li>
    </>
  );
}

/** A step, a repeat or a retry has words of its own only where there is nobody to name. */
const headOf = {
  fired: 'fired',
  step: 'nobody',
  repeat: 'nobody',
  retry: 'nobody',
  deferred: 'deferred',
  exhausted: 'exhausted',
  closed: 'closed',
} as const satisfies Record<PreviewTurn['kind'], string>;

/** What kind of rung it is, where that is not simply a step. */
function TurnHead({ turn }: { turn: PreviewTurn }) {
  const t = useTranslations('simulation');
  const { kind, repeat, at, timeZone, contacts } = turn;
  if (kind === 'exhausted' || kind === 'closed' || kind === 'deferred' || contacts.length === 0) {
    return (
      <div className={classes['contact']}>
        <span>{t(headOf[kind])}</span>
        <span className={classes['at']}>
          <Instant at={at} zone={timeZone} timeOnly={!turn.hasDate} />
        </span>
      </div>
    );
  }
  if (repeat > 0) return <div className={classes['at']}>{t('repeat', { repeat })}</div>;
  return kind === 'retry' ? <div className={classes['at']}>{t('retry')}</div> : null;
}

interface ContactProps {
  contact: PreviewTurn['contacts'][number];
  hasDate: boolean;
  /** Where the rung itself does not tell the time. */
  isTimed: boolean;
}

function Contact({ contact, hasDate, isTimed }: ContactProps) {
  const t = useTranslations('simulation');
  const { channel, personName, status, at, timeZone, until, reason } = contact;
  const isHeld = status === 'held-back';
  return (
    <div>
      <div className={classes['contact']}>
        <ChannelIcon channel={channel} />
        <span>{personName}</span>
        {((status === 'planned' && isTimed) || isHeld) && (
          <span className={classes['at']}>
            <Instant at={until ?? at} zone={timeZone} timeOnly={!hasDate && !isHeld} both />
          </span>
        )}
      </div>
      {status !== 'planned' && (
        <div className={classes[isHeld ? 'held' : 'why']}>
          {isHeld ? t('heldBack', { reason: reason ?? '' }) : (reason ?? t(status))}
        </div>
      )}
    </div>
  );
}
