import { useLocale } from 'use-intl';
import { formatTime, zoneCity } from '../../../time/format-instant.ts';
import type { TimelinePicture } from '../domain/lay-out-timeline.ts';
import classes from './timeline.module.css';

/** Wall-clock times in the person's zone. */
export function Axis({ picture, zone }: { picture: TimelinePicture; zone: string }) {
  const locale = useLocale();
  return (
    <div aria-hidden="true">
      <span className={classes['zone']}>{zoneCity(zone)}</span>
      <div className={classes['axis']}>
        {picture.ticksMs.map((ms) => (
          <span key={ms} className={classes['tick']} style={{ left: percent(picture.scale.x(ms)) }}>
            {formatTime(ms, zone, locale)}
          </span>
        ))}
      </div>
    </div>
  );
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
