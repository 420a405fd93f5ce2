import { dataOf } from '@belfry/sdk';
import { Button, Progress, Text } from '@mantine/core';
import { IconPlayerSkipForward, IconSunrise } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useNowMs } from '../../app/clock.tsx';
import { formatDate, formatFull, formatTime, zoneCity } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { nextDue, tomorrowAtNine } from './domain/clock-moves.ts';
import classes from './virtual-clock.module.css';

type Move = { advance: string } | { set: string };

const steps = [
  { advance: 'PT1M', label: 'minute' },
  { advance: 'PT5M', label: 'fiveMinutes' },
  { advance: 'PT1H', label: 'hour' },
] as const;

/** Moves the clock that everything goes by; the server answers when all that became due has been handled. */
export function VirtualClock() {
  const t = useTranslations('clock');
  const nowMs = useNowMs();
  const queries = useQueryClient();
  const planned = useQuery(occurrencesQuery({ state: 'planned' })).data ?? [];
  const zone = readersZone();
  const dueMs = nextDue(planned, nowMs);
  const move = useMutation({
    mutationFn: (to: Move) => dataOf(api.POST('/sandbox/clock', { body: to })),
    onSettled: () => queries.invalidateQueries(),
  });
  const moveTo = (ms: number) => move.mutate({ set: new Date(ms).toISOString() });
  return (
    <section className={classes['clock']} aria-label={t('title')}>
      <Now nowMs={nowMs} zone={zone} />
      <fieldset className={classes['moves']} aria-label={t('move')}>
        {steps.map(({ advance, label }) => (
          <Button key={advance} variant="default" disabled={move.isPending} onClick={() => move.mutate({ advance })}>
            {t(label)}
          </Button>
        ))}
        <Button
          variant="default"
          disabled={move.isPending || dueMs === null}
          leftSection={<IconPlayerSkipForward size={16} />}
          onClick={() => dueMs !== null && moveTo(dueMs)}
        >
          {t('nextDue')}
        </Button>
        <Button
          variant="default"
          disabled={move.isPending}
          leftSection={<IconSunrise size={16} />}
          onClick={() => moveTo(tomorrowAtNine(nowMs, zone))}
        >
          {t('tomorrow')}
        </Button>
      </fieldset>
      {move.isPending && (
        <div className={classes['progress']} role="status">
          <Progress value={100} animated size="sm" aria-label={t('moving')} />
          <Text size="xs" c="dimmed" mt={4}>
            {t('moving')}
          </Text>
        </div>
      )}
      {move.isError && (
        <div className={classes['progress']}>
          <ProblemNote error={move.error} />
        </div>
      )}
    </section>
  );
}

function Now({ nowMs, zone }: { nowMs: number; zone: string }) {
  const t = useTranslations('clock');
  const locale = useLocale();
  return (
    <div className={classes['now']}>
      <span className={classes['small']}>{t('title')}</span>
      <time className={classes['big']} dateTime={new Date(nowMs).toISOString()}>
        {formatTime(nowMs, zone, locale, true)}
      </time>
      <span className={classes['small']}>
        {formatDate(nowMs, zone, locale, nowMs)}, {zoneCity(zone)}
      </span>
      <span className={classes['small']}>{t('utc', { time: formatFull(nowMs, 'UTC', locale) })}</span>
    </div>
  );
}
