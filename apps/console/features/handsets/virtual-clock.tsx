import { type Client, dataOf } from '@belfry/sdk';
import { Button, Progress, Text } from '@mantine/core';
import { IconPlayerSkipForward, IconSunrise } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useNowMs } from '../../app/clock.tsx';
import { formatDate, formatFull, formatTime, zoneCity } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { CurlMenu } from '../../ui/curl/curl-menu.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { nextOccurrencesQuery } from '../occurrences/occurrences-query.ts';
import { nextDue, tomorrowAtNine } from './domain/clock-moves.ts';
import classes from './virtual-clock.module.css';

type Move = { advance: string } | { set: string };

const steps = [
  { advance: 'PT1M', label: 'minute' },
  { advance: 'PT5M', label: 'fiveMinutes' },
  { advance: 'PT1H', label: 'hour' },
] as const;

/** Those that have become due since they were asked for are passed over. */
const NEXT = 6;

/** Moves the clock that everything goes by; the server answers when all that became due has been handled. */
export function VirtualClock() {
  const t = useTranslations('clock');
  const nowMs = useNowMs();
  const queries = useQueryClient();
  const planned = useQuery(nextOccurrencesQuery(NEXT)).data ?? [];
  const zone = readersZone();
  const dueMs = nextDue(planned, nowMs);
  const move = useMutation({
    mutationFn: (to: Move) => moving(to)(api),
    onSettled: () => queries.invalidateQueries(),
  });
  const nextDueMove = dueMs === null ? null : to(dueMs);
  const tomorrow = to(tomorrowAtNine(nowMs, zone));
  const copyable = [
    ...steps.map(({ advance, label }) => ({ of: t(label), call: moving({ advance }) })),
    ...(nextDueMove ? [{ of: t('nextDue'), call: moving(nextDueMove) }] : []),
    { of: t('tomorrow'), call: moving(tomorrow) },
  ];
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
          disabled={move.isPending || nextDueMove === null}
          leftSection={<IconPlayerSkipForward size={16} />}
          onClick={() => nextDueMove && move.mutate(nextDueMove)}
        >
          {t('nextDue')}
        </Button>
        <Button
          variant="default"
          disabled={move.isPending}
          leftSection={<IconSunrise size={16} />}
          onClick={() => move.mutate(tomorrow)}
        >
          {t('tomorrow')}
        </Button>
        <CurlMenu actions={copyable} />
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

function to(ms: number): Move {
  return { set: new Date(ms).toISOString() };
}

function moving(body: Move) {
  return (client: Client) => dataOf(client.POST('/sandbox/clock', { body }));
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
