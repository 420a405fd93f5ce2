import type { GreetingKind, GreetingTemplate } from '@belfry/sdk';
import { Code, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SearchSelect } from '../../ui/search-select.tsx';
import { LocaleSelect } from '../people/locale-select.tsx';
import { peopleQuery } from '../people/people-query.ts';
import { templateExamples } from './domain/template-examples.ts';
import { previewQuery } from './greetings-query.ts';
import { useTemplateForm } from './use-template-form.ts';

interface TemplateDialogProps {
  kind: GreetingKind;
  /** null: new ones. */
  template: GreetingTemplate | null;
  onClose(): void;
}

/** The words of an occasion in a language, and beside them what a person of one's choice would get. */
export function TemplateDialog({ kind, template, onClose }: TemplateDialogProps) {
  const t = useTranslations('greetings');
  const form = useTemplateForm(kind, template, onClose);
  const { draft, change, wrong } = form;
  return (
    <FormDialog
      title={t('wordsOf', { title: kind.title, locale: draft.locale })}
      size="lg"
      onClose={onClose}
      verb={t('save')}
      onSubmit={form.submit}
      isPending={form.isPending}
      refusal={form.refusal}
      error={form.error}
      call={form.call}
      removal={template ? { verb: t('removeWords'), isPending: form.isRemoving, onRemove: form.remove } : null}
    >
      {template === null && (
        <LocaleSelect value={draft.locale} error={wrong.locale} onChange={(locale) => change({ locale })} />
      )}
      <TextInput
        label={t('subject')}
        description={t('subjectHint')}
        required
        value={draft.subject}
        error={wrong.subject}
        onChange={(event) => change({ subject: event.currentTarget.value })}
      />
      <Textarea
        label={t('text')}
        description={
          <>
            {t('textHint')}
            {templateExamples.map((example) => (
              <Code key={example} ml={4}>
                {example}
              </Code>
            ))}
          </>
        }
        required
        autosize
        minRows={4}
        value={draft.text}
        error={wrong.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Preview kind={kind.name} subject={draft.subject} text={draft.text} />
    </FormDialog>
  );
}

const settleMs = 300;

function Preview({ kind, subject, text }: { kind: string; subject: string; text: string }) {
  const t = useTranslations('greetings');
  const people = useQuery(peopleQuery);
  const [chosenId, choose] = useState<string | null>(null);
  const personId = chosenId ?? people.data?.[0]?.id ?? null;
  const isWritten = subject.trim() !== '' && text.trim() !== '';
  const [draft] = useDebouncedValue({ subject, text }, settleMs);
  const preview = useQuery({
    ...previewQuery(personId !== null && isWritten ? { kind, ...draft, personId } : null),
    placeholderData: (before) => before,
  });
  if (personId === null) return null;
  return (
    <Stack gap="xs">
      <SearchSelect
        label={t('previewFor')}
        data={(people.data ?? []).map((person) => ({ value: person.id, label: person.name }))}
        value={personId}
        onChange={choose}
      />
      <Paper p="md" withBorder aria-live="polite">
        {preview.data && !preview.isError ? (
          <>
            <Text size="sm" c="dimmed">
              {t('previewOn', { date: preview.data.date })}
            </Text>
            <Text fw={600}>{preview.data.subject}</Text>
            <Text style={{ whiteSpace: 'pre-wrap' }}>{preview.data.text}</Text>
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {preview.isError ? t('previewBroken') : t('previewEmpty')}
          </Text>
        )}
      </Paper>
    </Stack>
  );
}
