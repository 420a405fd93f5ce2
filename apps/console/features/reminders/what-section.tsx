import { Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { NumberField } from '../../ui/number-field.tsx';
import { importances } from './domain/reminder-draft.ts';
import { MoreFields } from './more-fields.tsx';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

const A_MONTH_HOURS = 31 * 24;

export function WhatSection({ form }: { form: ReminderForm }) {
  const t = useTranslations('newReminder');
  const { draft, change, wrong } = form;
  const isUsual = draft.body === '' && draft.importance === 'medium' && draft.lateLimitHours === 24;
  return (
    <Section title={t('what')}>
      <Stack gap="md">
        <TextInput
          label={t('titleField')}
          description={t('titleHint')}
          placeholder={t('titlePlaceholder')}
          required
          maxLength={200}
          autoComplete="off"
          value={draft.title}
          error={wrong.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <MoreFields title={t('more')} isSet={!isUsual}>
          <Textarea
            label={t('body')}
            description={t('bodyHint')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={draft.body}
            error={wrong.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            <Select
              label={t('importance')}
              description={t('importanceHint')}
              allowDeselect={false}
              data={importances.map((value) => ({ value, label: t(value) }))}
              value={draft.importance}
              onChange={(value) => change({ importance: importances.find((known) => known === value) ?? 'medium' })}
            />
            <NumberField
              label={t('lateLimit')}
              description={t('lateLimitHint')}
              min={0}
              max={A_MONTH_HOURS}
              value={draft.lateLimitHours}
              error={wrong.lateLimit}
              onChange={(lateLimitHours) => change({ lateLimitHours })}
            />
          </SimpleGrid>
        </MoreFields>
      </Stack>
    </Section>
  );
}
