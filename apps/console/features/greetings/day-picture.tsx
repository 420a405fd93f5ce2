import type { GreetingPlan } from '@belfry/sdk';
import { Tooltip } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatTime, zoneCity } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import classes from './day-picture.module.css';
import { dayGrid, type GridCell, type GridRow, partOfDay, toneOfCell } from './domain/day-grid.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** A day all over the world: a row for each clock, from where it begins first, and in it what its hours hold. */
export function DayPicture({ plan }: { plan: GreetingPlan }) {
  const t = useTranslations('greetings');
  const rows = dayGrid(plan);
  const box = useRef<HTMLDivElement>(null);
  const firstHour = Math.min(...rows.flatMap((row) => row.cells.map(({ hour }) => hour)), 23);
  // On a phone the night would fill the screen.
  useEffect(() => {
    const { current } = box;
    const table = current?.firstElementChild;
    if (current && table) current.scrollLeft = (table.scrollWidth / 24) * Math.max(0, firstHour - 3);
  }, [firstHour]);
  return (
    <div className={classes['scroll']} ref={box}>
      <table className={classes['grid']} aria-label={t('picture')}>
        <thead>
          <tr>
            <th scope="col" className={classes['corner']}>
              {t('localHour')}
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className={classes['hour']}>
                {hour % 3 === 0 ? String(hour).padStart(2, '0') : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.offsetMinutes} row={row} date={plan.date} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, date }: { row: GridRow; date: string }) {
  const t = useTranslations('greetings');
  const now = partOfDay(useNowMs(), row.offsetMinutes, date);
  return (
    <tr>
      <th scope="row" className={classes['zone']}>
        <span className={classes['offset']}>{offsetText(row.offsetMinutes)}</span>{' '}
        <span className={classes['cities']}>
          {t('zones', { first: zoneCity(row.zones[0] ?? ''), more: row.zones.length - 1 })}
        </span>
      </th>
      {hours.map((hour) => {
        const cell = row.cells.find((one) => one.hour === hour);
        const isNow = now !== null && Math.floor(now * 24) === hour;
        return (
          <td key={hour} data-now={isNow || undefined} className={classes['slot']}>
            {cell && <Cell cell={cell} zone={row.zones[0] ?? 'UTC'} />}
          </td>
        );
      })}
    </tr>
  );
}

function Cell({ cell, zone }: { cell: GridCell; zone: string }) {
  const t = useTranslations('greetings');
  const locale = useLocale();
  const ms = Date.parse(cell.at);
  const { planned, gone, late, missed, failed, withheld } = cell;
  const words = t('cell', { planned, gone, late, missed, failed, withheld });
  const clocks = t('cellClocks', {
    local: formatTime(ms, zone, locale),
    city: zoneCity(zone),
    yours: formatTime(ms, readersZone(), locale),
  });
  const count = planned + gone + withheld;
  return (
    <Tooltip label={`${clocks}\n${words}`} multiline style={{ whiteSpace: 'pre-line' }}>
      <span
        className={classes['cell']}
        data-tone={toneOfCell(cell)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what it holds must be reachable by keyboard too
        tabIndex={0}
        aria-label={`${clocks}. ${words}`}
        role="img"
      >
        {new Intl.NumberFormat(locale, { notation: 'compact' }).format(count)}
      </span>
    </Tooltip>
  );
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const rest = Math.abs(minutes) % 60;
  const digits = `${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
  return `UTC${minutes < 0 ? '−' : '+'}${digits}`;
}
