import { Tooltip } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../app/clock.tsx';
import { formatDate, formatDistance, formatFull, formatOffset, formatTime, zoneCity } from '../time/format-instant.ts';
import { readersZone } from '../time/wall-clock.ts';
import classes from './instant.module.css';

interface InstantProps {
  /** An ISO 8601 instant. */
  at: string;
  /** The zone of whom it concerns; without one it is told in the reader's. */
  zone?: string | undefined;
  /** Only the time of day, where the date stands nearby. */
  timeOnly?: boolean;
  seconds?: boolean;
  /** Adds the reader's own clock where it differs. */
  both?: boolean;
  /** Adds how far away it is. */
  distance?: boolean;
}

/** Every time in the console: in the person's zone first, and on hover or focus in UTC and the reader's own. */
export function Instant({ at, zone, timeOnly = false, seconds = false, both = false, distance = false }: InstantProps) {
  const t = useTranslations('time');
  const locale = useLocale();
  // A page may show hundreds: only those that tell a distance follow the clock.
  const nowMs = useNowMs(distance ? 30_000 : null);
  const ms = Date.parse(at);
  const readers = readersZone();
  const told = zone ?? readers;
  const tell = (of: string) =>
    timeOnly
      ? formatTime(ms, of, locale, seconds)
      : `${formatDate(ms, of, locale, nowMs)}, ${formatTime(ms, of, locale, seconds)}`;
  const differs = formatFull(ms, told, locale) !== formatFull(ms, readers, locale);
  return (
    <Tooltip label={<Clocks ms={ms} zone={told} />} multiline>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the other clocks must be reachable by keyboard too */}
      <time dateTime={at} tabIndex={0}>
        <span className={classes['instant']}>
          {tell(told)} <span className={classes['zone']}>{zoneCity(told)}</span>
        </span>
        {distance && <span className={classes['zone']}> · {formatDistance(nowMs, ms, locale)}</span>}
        {both && differs && <span className={classes['reader']}>{t('yours', { time: tell(readers) })}</span>}
      </time>
    </Tooltip>
  );
}

function Clocks({ ms, zone }: { ms: number; zone: string }) {
  const t = useTranslations('time');
  const locale = useLocale();
  const zones = [...new Set([zone, 'UTC', readersZone()])];
  return (
    <dl className={classes['clocks']}>
      {zones.map((of) => (
        <Clock key={of} name={of} offset={formatOffset(ms, of)} time={formatFull(ms, of, locale)} />
      ))}
      {zones.length < 3 && <Clock name={t('you')} offset="" time={formatFull(ms, readersZone(), locale)} />}
    </dl>
  );
}

function Clock({ name, offset, time }: { name: string; offset: string; time: string }) {
  return (
    <>
      <dt>
        {name} {name === offset ? '' : offset}
      </dt>
      <dd>{time}</dd>
    </>
  );
}
