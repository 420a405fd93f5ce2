import { useLocale } from 'use-intl';
import { formatTime, zoneCity } from '../../../time/format-instant.ts';
import type { TimelinePicture } from '../domain/lay-out-timeline.ts';
import classes from './timeline.module.css';

interface AxisProps {
  picture: TimelinePicture;
  zone: string;
  widthPx: number;
}

const MINUTE_MS = 60_000;
const LABEL_PX = 64;

/** Wall-clock times in the person's zone. */
export function Axis({ picture, zone, widthPx }: AxisProps) {
  const locale = useLocale();
  const hasSeconds = picture.ticksMs.some((ms) => ms % MINUTE_MS !== 0);
  const fits = picture.ticksMs.filter((ms) => (1 - picture.scale.x(ms)) * widthPx > LABEL_PX);
  return (
    <div aria-hidden="true">
      <span className={classes['zone']}>{zoneCity(zone)}</span>
      <div className={classes['axis']}>
        {fits.map((ms) => (
          <span key={ms} className={classes['tick']} style={{ left: percent(picture.scale.x(ms)) }}>
            {formatTime(ms, zone, locale, hasSeconds)}
          </span>
        ))}
      </div>
    </div>
  );
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
