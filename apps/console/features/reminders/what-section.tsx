import { TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

export function WhatSection({ form }: { form: ReminderForm }) {
  const t = useTranslations('newReminder');
  return (
    <Section title={t('what')}>
      <TextInput
        label={t('titleField')}
        description={t('titleHint')}
        placeholder={t('titlePlaceholder')}
        required
        maxLength={200}
        autoComplete="off"
        value={form.draft.title}
        error={form.wrong.title}
        onChange={(event) => form.change({ title: event.currentTarget.value })}
      />
    </Section>
  );
}
