import { useLocale } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatTime, zoneCity } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { SimulatedMark } from '../../ui/simulated-mark.tsx';
import { Answer } from './answer.tsx';
import type { OwnedHandset } from './domain/join-handsets.ts';
import classes from './handset.module.css';
import { Thread } from './thread.tsx';

/** One simulated phone, or one mailbox: what arrived there, and for a phone the box to answer in. */
interface HandsetProps {
  handset: OwnedHandset;
  /** For a scene with several beside something large: little more than the newest message. */
  compact?: boolean;
  isRinging?: boolean;
}

export function Handset({ handset, compact = false, isRinging = false }: HandsetProps) {
  const locale = useLocale();
  const nowMs = useNowMs();
  const zone = handset.timeZone ?? readersZone();
  const owner = handset.personName ?? handset.address;
  return (
    <article
      className={classes['handset']}
      data-channel={handset.channel}
      data-compact={compact || undefined}
      data-ringing={isRinging || undefined}
      aria-label={`${owner}, ${handset.address}`}
    >
      <div className={classes['status']}>
        <span>
          {formatTime(nowMs, zone, locale)} <small>{zoneCity(zone)}</small>
        </span>
        {!compact && <SimulatedMark />}
      </div>
      <header className={classes['head']}>
        <ChannelIcon channel={handset.channel} size={20} />
        <div className={classes['name']}>
          <h2>{owner}</h2>
          <p>{handset.address}</p>
        </div>
      </header>
      <Thread handset={handset} zone={zone} />
      {handset.channel === 'sms' && <Answer handset={handset} compact={compact} />}
    </article>
  );
}
