import { Button, Paper, Stack } from '@mantine/core';
import { IconCalendarOff, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { holidayCalendarMessages } from '../../messages/en/holiday-calendars.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { withWords } from '../../ui/with-words.tsx';
import { CalendarDialog } from './calendar-dialog.tsx';
import { CalendarRow } from './calendar-row.tsx';
import classes from './holiday-calendars.module.css';
import { holidayCalendarsQuery } from './holiday-calendars-query.ts';

/** The calendars that reminders may leave out: what is in them, who relies on them. */
export const HolidayCalendarsPage = withWords(holidayCalendarMessages, function HolidayCalendarsPage() {
  const t = useTranslations('holidayCalendars');
  const calendars = useQuery(holidayCalendarsQuery);
  /** The name of the one whose days are replaced; empty for a new one. */
  const [edited, edit] = useState<string | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => edit('')}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={add}>
      <Stack gap="md">
        <Loaded query={calendars} skeleton={<RowSkeletons rows={3} height={72} />}>
          {(known) =>
            known.length === 0 ? (
              <Nothing icon={<IconCalendarOff size={32} stroke={1.5} />} title={t('none')} hint={t('noneHint')} />
            ) : (
              <Paper px={{ base: 'sm', sm: 'md' }} py="xs">
                <ul className={classes['list']} aria-label={t('title')}>
                  {known.map((calendar) => (
                    <CalendarRow key={calendar.id} calendar={calendar} onReplace={() => edit(calendar.name)} />
                  ))}
                </ul>
              </Paper>
            )
          }
        </Loaded>
      </Stack>
      {edited !== null && <CalendarDialog name={edited} onClose={() => edit(null)} />}
    </Page>
  );
});
