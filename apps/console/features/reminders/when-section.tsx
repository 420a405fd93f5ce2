import { Group, Input, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { zoneCity } from '../../time/format-instant.ts';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

export function WhenSection({ form }: { form: ReminderForm }) {
  const t = useTranslations('newReminder');
  const { draft, change, wrong, zone, person, due } = form;
  const when = [
    { value: 'once', label: t('once') },
    { value: 'daily', label: t('daily') },
  ] as const;
  return (
    <Section title={t('when')}>
      <Stack gap="md">
        <SegmentedControl
          aria-label={t('when')}
          data={[...when]}
          value={draft.when}
          onChange={(value) => change({ when: value })}
        />
        <Group align="flex-start" gap="md">
          {draft.when === 'once' && (
            <TextInput
              type="date"
              label={t('date')}
              required
              flex="1 1 160px"
              value={draft.date}
              error={wrong.when !== undefined}
              onChange={(event) => change({ date: event.currentTarget.value, isTimeChosen: true })}
            />
          )}
          <TextInput
            type="time"
            label={t('time')}
            required
            flex="1 1 160px"
            value={draft.time}
            error={wrong.when !== undefined}
            onChange={(event) => change({ time: event.currentTarget.value, isTimeChosen: true })}
          />
        </Group>
        {wrong.when !== undefined && <Input.Error role="alert">{wrong.when}</Input.Error>}
        <Text size="sm" c="dimmed">
          {person
            ? t(draft.when === 'daily' ? 'dailyZone' : 'onceZone', { name: person.name, zone: zoneCity(zone) })
            : t('yourZone', { zone: zoneCity(zone) })}
        </Text>
        {due && due.kind !== 'exact' && (
          <Text size="sm" role="status">
            {t(due.kind)}
          </Text>
        )}
      </Stack>
    </Section>
  );
}
