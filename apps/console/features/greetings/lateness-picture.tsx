import type { GreetingLateness } from '@belfry/sdk';
import { Text } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration, formatSeconds } from '../../time/duration.ts';
import classes from './lateness-picture.module.css';

/** By how much a day's greetings were late, beside the promise: what lies beyond it looks like something that should not be. */
export function LatenessPicture({ lateness }: { lateness: GreetingLateness }) {
  const t = useTranslations('greetings');
  const locale = useLocale();
  const { count, onTime, promiseSeconds, p50Seconds, p99Seconds, mostSeconds, buckets } = lateness;
  if (p50Seconds === null || p99Seconds === null || mostSeconds === null)
    return <Text size="sm">{t('latenessNone')}</Text>;
  const most = Math.max(...buckets.map((bucket) => bucket.count));
  const bound = (seconds: number) => formatDuration(seconds * 1000, locale);
  const figures = {
    // Rounded down: a hundred percent is said of all and of nothing less.
    share: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2, roundingMode: 'floor' }).format(
      onTime / count,
    ),
    promise: bound(promiseSeconds),
    onTime: onTime.toLocaleString(locale),
    count: count.toLocaleString(locale),
    p50: formatSeconds(p50Seconds, locale),
    p99: formatSeconds(p99Seconds, locale),
    most: formatSeconds(mostSeconds, locale),
  };
  return (
    <>
      <Text size="sm" mb="xs">
        {t('latenessFigures', figures)}
      </Text>
      <table className={classes['histogram']} aria-label={t('lateness')}>
        <tbody>
          {buckets.map(({ upToSeconds, count: of }, index) => (
            <tr key={upToSeconds} data-broken={upToSeconds === null || upToSeconds > promiseSeconds || undefined}>
              <th scope="row">
                {upToSeconds === null
                  ? t('latenessBeyond', { time: bound(buckets[index - 1]?.upToSeconds ?? 0) })
                  : t('latenessUpTo', { time: bound(upToSeconds) })}
              </th>
              <td>
                <div className={classes['row']}>
                  {of > 0 && <span className={classes['bar']} style={{ width: `${(of / most) * 100}%` }} aria-hidden />}
                  <span className={classes['count']}>{of.toLocaleString(locale)}</span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
