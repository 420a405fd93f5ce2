import { Button, FileButton, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
import { useCalendarForm } from './use-calendar-form.ts';

interface CalendarDialogProps {
  /** Of the calendar whose days are replaced; empty for a new one. */
  name: string;
  onClose(): void;
}

/** A calendar from a file, or from what is pasted; the server reads it and says what it makes of it. */
export function CalendarDialog({ name, onClose }: CalendarDialogProps) {
  const t = useTranslations('holidayCalendars');
  const app = useTranslations('app');
  const form = useCalendarForm(name, onClose);
  const element = useFocusOnRefusal(form.refusal);
  return (
    <Modal
      opened
      onClose={onClose}
      title={name === '' ? t('add') : t('replaceOf', { name })}
      size="lg"
      closeButtonProps={{ 'aria-label': app('close') }}
    >
      <form
        ref={element}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <Stack gap="md">
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
          {form.error !== null && <ProblemNote error={form.error} />}
          <Group justify="flex-end" gap="sm">
            <CopyCurl call={form.call} of={t('save')} />
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
