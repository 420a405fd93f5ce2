import type { GreetingKind, GreetingTemplate } from '@belfry/sdk';
import { Button, Code, Group, Modal, Paper, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useFocusOnRefusal } from '../../ui/use-focus-on-refusal.ts';
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
  const app = useTranslations('app');
  const form = useTemplateForm(kind, template, onClose);
  const { draft, change, wrong } = form;
  const element = useFocusOnRefusal(form.refusal);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('wordsOf', { title: kind.title, locale: draft.locale })}
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
          {form.error !== null && <ProblemNote error={form.error} />}
          <Group justify="space-between" gap="sm">
            {template ? (
              <Button variant="subtle" color="red.9" loading={form.isRemoving} onClick={form.remove}>
                {t('removeWords')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <CopyCurl call={form.call} of={t('save')} />
              <Button variant="default" onClick={onClose}>
                {app('cancel')}
              </Button>
              <Button type="submit" loading={form.isPending}>
                {t('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
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
      <Select
        label={t('previewFor')}
        searchable
        allowDeselect={false}
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
