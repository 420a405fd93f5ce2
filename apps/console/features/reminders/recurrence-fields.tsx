import { Chip, Group, Input, Select, Stack, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { NumberField } from '../../ui/number-field.tsx';
import { weekdays } from './domain/rrule-text.ts';
import type { TimingDraft } from './domain/timing-draft.ts';
import { MonthlyFields } from './monthly-fields.tsx';
import { weekdayName } from './weekday-name.ts';

interface RecurrenceFieldsProps {
  timing: TimingDraft;
  change(patch: Partial<TimingDraft>): void;
}

const ends = ['never', 'until', 'count'] as const;

/** How often, on which days, and until when: what becomes an RFC 5545 rule. */
export function RecurrenceFields({ timing, change }: RecurrenceFieldsProps) {
  const t = useTranslations('newReminder');
  const { when } = timing;
  if (when !== 'daily' && when !== 'weekly' && when !== 'monthly') return null;
  return (
    <Stack gap="md">
      <NumberField
        label={t(`${when}Interval`)}
        w={200}
        min={1}
        max={10_000}
        value={timing.interval}
        onChange={(interval) => change({ interval })}
      />
      {when === 'weekly' && <Weekdays timing={timing} change={change} />}
      {when === 'monthly' && <MonthlyFields timing={timing} change={change} />}
      <Group align="flex-end" gap="md">
        <Select
          label={t('ends')}
          flex="1 1 160px"
          maw={240}
          allowDeselect={false}
          data={ends.map((value) => ({ value, label: t(`${value}Ends`) }))}
          value={timing.ends}
          onChange={(value) => change({ ends: ends.find((known) => known === value) ?? 'never' })}
        />
        {timing.ends === 'until' && (
          <TextInput
            type="date"
            label={t('lastDate')}
            flex="1 1 160px"
            value={timing.until}
            onChange={(event) => change({ until: event.currentTarget.value })}
          />
        )}
        {timing.ends === 'count' && (
          <NumberField
            label={t('times')}
            flex="1 1 120px"
            min={1}
            max={10_000}
            value={timing.count}
            onChange={(count) => change({ count })}
          />
        )}
      </Group>
    </Stack>
  );
}

function Weekdays({ timing, change }: RecurrenceFieldsProps) {
  const t = useTranslations('newReminder');
  const locale = useLocale();
  const label = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within that of the section would bring its looks along
    <div role="group" aria-labelledby={label}>
      <Input.Label id={label} component="span">
        {t('onDays')}
      </Input.Label>
      <Group gap={6} mt={4}>
        {weekdays.map((day) => (
          <Chip
            key={day}
            variant="light"
            checked={timing.weekdays.includes(day)}
            onChange={(isOn) =>
              change({ weekdays: isOn ? [...timing.weekdays, day] : timing.weekdays.filter((other) => other !== day) })
            }
          >
            {weekdayName(day, locale, 'short')}
          </Chip>
        ))}
      </Group>
    </div>
  );
}
