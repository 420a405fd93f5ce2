import type { GreetingYear } from '@belfry/sdk';
import { Text, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { dateByKey, fullestDay, type YearCell, yearGrid } from './domain/year-grid.ts';
import classes from './year-picture.module.css';

interface YearPictureProps {
  year: GreetingYear;
  /** The day that is shown; it is marked. */
  date: string;
}

/** A year in weeks: how many have something to be greeted for on each day. A day leads to its picture. */
export function YearPicture({ year, date }: YearPictureProps) {
  const t = useTranslations('greetings');
  const locale = useLocale();
  const navigate = useNavigate();
  const cells = yearGrid(year.year, year.days);
  const isShown = date.startsWith(`${year.year}-`);
  const [focused, focus] = useState(isShown ? date : `${year.year}-01-01`);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the year is wider than the screen: what is shown is in its middle.
    const cell = box.current?.querySelector<HTMLElement>('[data-shown]');
    if (cell && box.current) box.current.scrollLeft = cell.offsetLeft - box.current.clientWidth / 2;
  }, []);
  const weeks = (cells.at(-1)?.week ?? 0) + 1;
  const fullest = fullestDay(year.days);
  const dayName = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  const count = new Intl.NumberFormat(locale);
  const wordsOf = ({ date: day, total }: Pick<YearCell, 'date' | 'total'>) =>
    t('yearDay', { day: dayName.format(Date.parse(day)), count: total });
  const go = (event: KeyboardEvent) => {
    const to = dateByKey(focused, event.key);
    if (to === null) return;
    event.preventDefault();
    focus(to);
    box.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus();
  };
  return (
    <>
      <div className={classes['scroll']} ref={box}>
        <div className={classes['months']} style={{ gridTemplateColumns: `repeat(${weeks}, var(--day))` }} aria-hidden>
          {monthsOf(cells).map(({ month, week }) => (
            <span key={month} style={{ gridColumn: week + 1 }}>
              {new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(year.year, month))}
            </span>
          ))}
        </div>
        <fieldset
          className={classes['year']}
          style={{ gridTemplateColumns: `repeat(${weeks}, var(--day))` }}
          aria-label={t('yearPicture', { year: String(year.year) })}
        >
          {cells.map((cell) => (
            <Tooltip key={cell.date} label={wordsOf(cell)} openDelay={150}>
              <button
                type="button"
                className={classes['day']}
                style={{ gridColumn: cell.week + 1, gridRow: cell.weekday + 1 }}
                data-date={cell.date}
                data-level={cell.level}
                data-shown={cell.date === date || undefined}
                tabIndex={cell.date === focused ? 0 : -1}
                aria-label={wordsOf(cell)}
                onFocus={() => focus(cell.date)}
                onKeyDown={go}
                onClick={() => void navigate({ to: '/greetings', search: { date: cell.date } })}
              />
            </Tooltip>
          ))}
        </fieldset>
      </div>
      <Text size="sm" c="dimmed" mt="xs">
        {fullest === null
          ? t('yearNobody')
          : t('yearFullest', {
              total: count.format(year.days.reduce((sum, { total }) => sum + total, 0)),
              day: dayName.format(Date.parse(fullest.date)),
              count: count.format(fullest.total),
            })}
      </Text>
    </>
  );
}

/** In which week each month begins. */
function monthsOf(cells: readonly YearCell[]): { month: number; week: number }[] {
  return cells
    .filter(({ date }) => date.endsWith('-01'))
    .map(({ date, week, weekday }) => ({ month: Number(date.slice(5, 7)) - 1, week: weekday === 0 ? week : week + 1 }));
}
