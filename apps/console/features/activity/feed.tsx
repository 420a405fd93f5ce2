import type { Occurrence } from '@belfry/sdk';
import { Paper, Stack, Title } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatDate } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { groupByDay, isOn } from './domain/group-by-day.ts';
import classes from './feed.module.css';

export function Feed({ occurrences }: { occurrences: readonly Occurrence[] }) {
  const locale = useLocale();
  const nowMs = useNowMs();
  const rows = useRowKeys<HTMLDivElement>();
  const zone = readersZone();
  return (
    <Stack gap="lg" ref={rows}>
      {groupByDay(occurrences, zone).map((day) => (
        <section key={day.date} aria-labelledby={`day-${day.date}`}>
          <Title order={2} size="h3" mb="xs" id={`day-${day.date}`}>
            {formatDate(Date.parse(day.at), zone, locale, nowMs)}
          </Title>
          <Paper px="md" py={4}>
            <ul className={classes['list']}>
              {day.occurrences.map((occurrence) => (
                <Item key={occurrence.id} occurrence={occurrence} date={day.date} />
              ))}
            </ul>
          </Paper>
        </section>
      ))}
    </Stack>
  );
}

/** Under a day of the reader's: where that of the person is another one, it is said. */
function Item({ occurrence, date }: { occurrence: Occurrence; date: string }) {
  const t = useTranslations('activity');
  const { id, title, personId, personName, state, dueAt, timeZone, closedAt, snoozedUntil } = occurrence;
  return (
    <li className={classes['item']}>
      <div className={classes['mark']}>
        <StateMark state={state} />
      </div>
      <div className={classes['what']}>
        <TextLink data-row to="/occurrences/$occurrenceId" params={{ occurrenceId: id }} fw={550}>
          {title}
        </TextLink>{' '}
        <TextLink to="/people/$personId" params={{ personId }} c="dimmed" size="sm">
          {personName}
        </TextLink>
      </div>
      <div className={classes['when']}>
        <Instant at={dueAt} zone={timeZone} timeOnly={isOn(date, dueAt, timeZone)} both />
        {snoozedUntil !== null && state === 'snoozed' && (
          <div>{t.rich('until', { at: () => <Instant at={snoozedUntil} zone={timeZone} /> })}</div>
        )}
        {closedAt !== null && (
          <div>
            {t.rich('closed', {
              at: () => <Instant at={closedAt} zone={timeZone} timeOnly={isOn(date, closedAt, timeZone)} />,
            })}
          </div>
        )}
      </div>
    </li>
  );
}
