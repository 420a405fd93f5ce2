import { Group, Radio, Select, Stack } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { weekdays } from './domain/rrule-text.ts';
import type { TimingDraft } from './domain/timing-draft.ts';
import { weekdayName } from './weekday-name.ts';

interface MonthlyFieldsProps {
  timing: TimingDraft;
  change(patch: Partial<TimingDraft>): void;
}

const LAST = -1;
const days = [...Array.from({ length: 31 }, (_, index) => index + 1), LAST];
const places = [1, 2, 3, 4, LAST] as const;

/** The 15th, the last day, or the second Tuesday. */
export function MonthlyFields({ timing, change }: MonthlyFieldsProps) {
  const t = useTranslations('newReminder');
  const locale = useLocale();
  const isByDay = timing.monthlyBy === 'day';
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={t('monthlyBy')}
        value={timing.monthlyBy}
        onChange={(by) => change({ monthlyBy: by === 'day' ? 'day' : 'weekday' })}
      >
        <Group gap="lg">
          <Radio value="day" label={t('byDay')} />
          <Radio value="weekday" label={t('byWeekday')} />
        </Group>
      </Radio.Group>
      {isByDay ? (
        <Select
          label={t('monthDay')}
          maw={240}
          allowDeselect={false}
          data={days.map((day) => ({
            value: String(day),
            label: day === LAST ? t('lastDay') : t('dayOfMonth', { day }),
          }))}
          value={String(timing.monthDay)}
          onChange={(day) => change({ monthDay: Number(day) })}
        />
      ) : (
        <Group gap="sm">
          <Select
            aria-label={t('nth')}
            flex="1 1 120px"
            allowDeselect={false}
            data={places.map((nth) => ({
              value: String(nth),
              label: nth === LAST ? t('lastOne') : t('nthOne', { nth }),
            }))}
            value={String(timing.nth)}
            onChange={(nth) => change({ nth: Number(nth) })}
          />
          <Select
            aria-label={t('nthWeekday')}
            flex="1 1 160px"
            allowDeselect={false}
            data={weekdays.map((day) => ({ value: day, label: weekdayName(day, locale, 'long') }))}
            value={timing.nthWeekday}
            onChange={(day) => change({ nthWeekday: weekdays.find((known) => known === day) ?? 'MO' })}
          />
        </Group>
      )}
    </Stack>
  );
}
