import type { SchedulePreview } from '@belfry/sdk';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';
import classes from './next-instants.module.css';

const SKIPPED_SHOWN = 5;

/** When it will come, by both clocks, with what a reader would wonder about; and what is left out on the way. */
export function NextInstants({ preview, label }: { preview: SchedulePreview; label: string }) {
  const t = useTranslations('preview');
  const { data, skipped } = preview;
  const left = skipped.length - SKIPPED_SHOWN;
  return (
    <>
      {data.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      )}
      <ol className={classes['list']} aria-label={label}>
        {data.map(({ at, timeZone, notes }) => (
          <li key={at} className={classes['instant']}>
            <Instant at={at} zone={timeZone} both />
            {notes.map((note) => (
              <span key={note} className={classes['note']}>
                {note}
              </span>
            ))}
          </li>
        ))}
      </ol>
      {skipped.length > 0 && (
        <>
          <Text size="sm" c="dimmed" mt="sm">
            {t('leftOut')}
          </Text>
          <ul className={classes['list']}>
            {skipped.slice(0, SKIPPED_SHOWN).map(({ date, local, reason }) => (
              <li key={local} className={classes['skipped']}>
                <s>{date}</s> {reason}
              </li>
            ))}
            {left > 0 && <li className={classes['skipped']}>{t('more', { count: left })}</li>}
          </ul>
        </>
      )}
    </>
  );
}
