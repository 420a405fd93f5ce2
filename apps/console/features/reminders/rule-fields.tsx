import { Group, Radio, Select, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { NumberField } from '../../ui/number-field.tsx';
import type { TimingDraft } from './domain/timing-draft.ts';

interface RuleFieldsProps {
  timing: TimingDraft;
  change(patch: Partial<TimingDraft>): void;
  error: string | undefined;
}

const units = ['minutes', 'hours', 'days'] as const;
const usualDates = ['birthDate', 'anniversaryDate'];

/** What an elapsed repetition, a yearly day, a cron line and a rule of one's own need; nothing for the others. */
export function RuleFields({ timing, change, error }: RuleFieldsProps) {
  const t = useTranslations('newReminder');
  switch (timing.when) {
    case 'every':
      return (
        <Group align="flex-end" gap="sm">
          <NumberField label={t('every')} w={96} min={1} value={timing.every} onChange={(every) => change({ every })} />
          <Select
            aria-label={t('everyUnit')}
            flex="1 1 120px"
            maw={200}
            allowDeselect={false}
            data={units.map((unit) => ({ value: unit, label: t(unit) }))}
            value={timing.everyUnit}
            onChange={(unit) => change({ everyUnit: units.find((known) => known === unit) ?? 'minutes' })}
          />
        </Group>
      );
    case 'annual':
      return (
        <Radio.Group
          aria-label={t('annualField')}
          value={timing.annualField}
          onChange={(annualField) => change({ annualField })}
        >
          <Group gap="lg">
            <Radio value="birthDate" label={t('birthDate')} />
            <Radio value="anniversaryDate" label={t('anniversaryDate')} />
            {!usualDates.includes(timing.annualField) && (
              <Radio value={timing.annualField} label={t('otherDate', { date: timing.annualField })} />
            )}
          </Group>
        </Radio.Group>
      );
    case 'cron':
      return (
        <TextInput
          label={t('cron')}
          description={t('cronHint')}
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={timing.cron}
          error={error !== undefined}
          onChange={(event) => change({ cron: event.currentTarget.value })}
        />
      );
    case 'rrule':
      return (
        <TextInput
          label={t('rrule')}
          description={t('rruleHint')}
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          value={timing.rrule}
          error={error !== undefined}
          onChange={(event) => change({ rrule: event.currentTarget.value })}
        />
      );
    default:
      return null;
  }
}
