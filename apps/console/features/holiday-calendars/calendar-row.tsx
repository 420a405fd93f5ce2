import type { HolidayCalendar } from '@belfry/sdk';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendarUp, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { readersZone, wallTimeAt } from '../../time/wall-clock.ts';
import { RawJson } from '../../ui/raw-json.tsx';
import { schedulesQuery } from '../reminders/schedules-query.ts';
import { nextHolidays } from './domain/next-holidays.ts';
import classes from './holiday-calendars.module.css';
import { RemoveCalendar } from './remove-calendar.tsx';

const SHOWN = 3;

interface CalendarRowProps {
  calendar: HolidayCalendar;
  onReplace(): void;
}

export function CalendarRow({ calendar, onReplace }: CalendarRowProps) {
  const t = useTranslations('holidayCalendars');
  const locale = useLocale();
  const today = wallTimeAt(useNowMs(), readersZone()).date;
  const [isRemoving, { open, close }] = useDisclosure(false);
  const { id, name, days } = calendar;
  const using = useInfiniteQuery(schedulesQuery({ holidayCalendarId: id }));
  const users = using.data?.pages.flatMap((page) => page.data);
  const next = nextHolidays(days, today, SHOWN).map((day) => `${day.name}, ${dayWords(day.date, locale)}`);
  return (
    <li className={classes['row']}>
      <div className={classes['what']}>
        <div className={classes['name']}>{name}</div>
        <div className={classes['facts']}>
          {t('days', { count: days.length })}
          {users && <> · {t('usedBy', { count: users.length, isMore: using.hasNextPage ? 'yes' : 'no' })}</>}
        </div>
        <div className={classes['facts']}>{next.length === 0 ? t('over') : t('next', { days: next.join(' · ') })}</div>
      </div>
      <div className={classes['tools']}>
        <Button
          variant="default"
          leftSection={<IconCalendarUp size={16} />}
          aria-label={t('replaceOf', { name })}
          onClick={onReplace}
        >
          {t('replace')}
        </Button>
        <Tooltip label={t('delete')}>
          <ActionIcon variant="default" size={36} aria-label={t('deleteOf', { name })} onClick={open}>
            <IconTrash size={18} />
          </ActionIcon>
        </Tooltip>
        <RawJson value={calendar} of={name} />
      </div>
      <RemoveCalendar calendar={calendar} using={using} users={users ?? []} opened={isRemoving} onClose={close} />
    </li>
  );
}

/** A date of the calendar has no zone. */
function dayWords(date: string, locale: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, options).format(Date.parse(`${date}T00:00:00Z`));
}
