import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatDate, formatOffset, formatTime, zoneCity } from '../../time/format-instant.ts';
import { useScene } from './scene-context.ts';
import classes from './transport.module.css';

/** One instant on the two walls where it matters: an evening in Phnom Penh is noon in London. */
export function WallClocks() {
  const t = useTranslations('playground');
  const locale = useLocale();
  const nowMs = useNowMs();
  const { grandmother, daughter } = useScene().household;
  return (
    <dl className={classes['clocks']} aria-label={t('clocks')}>
      {[grandmother, daughter].map(({ personId, name, timeZone }) => (
        <div key={personId} className={classes['clock']}>
          <dt>{t('clockOf', { city: zoneCity(timeZone), name })}</dt>
          <dd className={classes['time']}>
            <time dateTime={new Date(nowMs).toISOString()}>{formatTime(nowMs, timeZone, locale)}</time>
          </dd>
          <dd className={classes['date']}>
            {formatDate(nowMs, timeZone, locale, nowMs)} · {formatOffset(nowMs, timeZone)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
