import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useCalendarForm } from './use-calendar-form.ts';

interface CalendarDialogProps {
  /** Of the calendar whose days are replaced; empty for a new one. */
  name: string;
  onClose(): void;
}

/** A calendar from a file, or from what is pasted; the server reads it and says what it makes of it. */
export function CalendarDialog({ name, onClose }: CalendarDialogProps) {
  const t = useTranslations('holidayCalendars');
  const form = useCalendarForm(name, onClose);
  return (
    <FormDialog
      title={name === '' ? t('add') : t('replaceOf', { name })}
      size="lg"
      onClose={onClose}
      verb={t('save')}
      onSubmit={form.submit}
      isPending={form.isPending}
      isDirty={form.isDirty}
      refusal={form.refusal}
      error={form.error}
      call={form.call}
    >
      <FileButton accept=".ics,text/calendar" onChange={(file) => file && void form.read(file)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFileUpload size={16} />}>
            {t('file')}
          </Button>
        )}
      </FileButton>
      <Textarea
        label={t('ics')}
        description={t('icsHint')}
        required
        rows={6}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        value={form.draft.ics}
        error={form.wrong.ics}
        onChange={(event) => form.change({ ics: event.currentTarget.value })}
      />
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        required
        maxLength={200}
        autoComplete="off"
        value={form.draft.name}
        error={form.wrong.name}
        onChange={(event) => form.change({ name: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
