import { Button, Checkbox, Group, Pill, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';
import { holidayCalendarsQuery } from '../holiday-calendars/holiday-calendars-query.ts';
import type { Exclusions, TimingDraft } from './domain/timing-draft.ts';
import { MoreFields } from './more-fields.tsx';

interface ExclusionFieldsProps {
  timing: TimingDraft;
  change(patch: Partial<TimingDraft>): void;
}

/** Days on which nothing of it comes. */
export function ExclusionFields({ timing: { exclusions }, change }: ExclusionFieldsProps) {
  const t = useTranslations('newReminder');
  const calendars = useQuery(holidayCalendarsQuery).data ?? [];
  const { dates, weekends, holidays } = exclusions;
  const set = (patch: Partial<Exclusions>) => change({ exclusions: { ...exclusions, ...patch } });
  return (
    <MoreFields title={t('except')} isSet={dates.length > 0 || weekends || holidays.length > 0}>
      <Checkbox
        label={t('exceptWeekends')}
        checked={weekends}
        onChange={(event) => set({ weekends: event.currentTarget.checked })}
      />
      {calendars.map(({ id, name, days }) => (
        <Checkbox
          key={id}
          label={t('exceptHolidays', { name })}
          description={t('holidayDays', { count: days.length })}
          checked={holidays.includes(id)}
          onChange={(event) =>
            set({
              holidays: event.currentTarget.checked ? [...holidays, id] : holidays.filter((other) => other !== id),
            })
          }
        />
      ))}
      <Text size="sm">
        <TextLink to="/settings/holiday-calendars">
          {t(calendars.length === 0 ? 'noCalendars' : 'moreCalendars')}
        </TextLink>
      </Text>
      <ExceptDates dates={dates} onChange={(next) => set({ dates: next })} />
    </MoreFields>
  );
}

function ExceptDates({ dates, onChange }: { dates: readonly string[]; onChange(dates: string[]): void }) {
  const t = useTranslations('newReminder');
  const [date, setDate] = useState('');
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <TextInput
          type="date"
          label={t('exceptDate')}
          flex="1 1 160px"
          maw={240}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={date === '' || dates.includes(date)}
          onClick={() => {
            onChange([...dates, date].sort());
            setDate('');
          }}
        >
          {t('addDate')}
        </Button>
      </Group>
      {dates.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('noDates')}
        </Text>
      ) : (
        <Group gap="xs">
          {dates.map((excluded) => (
            <Pill
              key={excluded}
              size="md"
              withRemoveButton
              removeButtonProps={{
                'aria-label': t('removeDate', { date: excluded }),
                'aria-hidden': false,
                tabIndex: 0,
              }}
              onRemove={() => onChange(dates.filter((other) => other !== excluded))}
            >
              {excluded}
            </Pill>
          ))}
        </Group>
      )}
    </Stack>
  );
}
