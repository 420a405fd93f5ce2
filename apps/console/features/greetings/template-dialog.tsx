import type { GreetingKind, GreetingTemplate } from '@belfry/sdk';
import { Code, Group, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useProblemWords } from '../../ui/problem-words.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { LocaleSelect } from '../people/locale-select.tsx';
import { PersonSelect } from '../people/person-select.tsx';
import { templateExamples } from './domain/template-examples.ts';
import { usePreview } from './use-preview.ts';
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
  const { draft, change } = form;
  const { wrong: wrongShown, ...preview } = usePreview(kind.name, draft.subject, draft.text);
  const wrong = { ...wrongShown, ...form.wrong };
  return (
    <FormDialog
      title={t('wordsOf', { title: kind.title, locale: draft.locale || '…' })}
      size="lg"
      onClose={onClose}
      verb={t('save')}
      onSubmit={form.submit}
      isPending={form.isPending}
      isDirty={form.isDirty}
      refusal={form.refusal}
      error={form.error}
      call={form.call}
      removal={
        template
          ? {
              verb: t('removeWords'),
              will: t('removeWordsWill', { locale: template.locale }),
              isPending: form.isRemoving,
              onRemove: form.remove,
            }
          : null
      }
    >
      {form.isStale && <StaleNote onReload={form.reload} />}
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
      <Preview {...preview} wrong={wrongShown} />
    </FormDialog>
  );
}

/** `wrong`: what is typed is, which stands at its field. */
function Preview({ personId, choose, date, setDate, shown, error, wrong }: ReturnType<typeof usePreview>) {
  const t = useTranslations('greetings');
  const problemWords = useProblemWords();
  if (personId === null) return null;
  return (
    <Stack gap="xs">
      <Group align="flex-start" gap="sm">
        <PersonSelect flex="1 1 220px" label={t('previewFor')} value={personId} onChange={choose} />
        <TextInput
          flex="1 1 160px"
          type="date"
          label={t('previewDate')}
          description={t('previewDateHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={date}
          error={wrong.date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
      </Group>
      <Paper p="md" withBorder aria-live="polite">
        {shown ? (
          <>
            <Text size="sm" c="dimmed">
              {t('previewOn', { date: shown.date })}
            </Text>
            <Text fw={600}>{shown.subject}</Text>
            <Text style={{ whiteSpace: 'pre-wrap' }}>{shown.text}</Text>
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {error !== null
              ? problemWords(error)
              : Object.keys(wrong).length > 0
                ? t('previewBroken')
                : t('previewEmpty')}
          </Text>
        )}
      </Paper>
    </Stack>
  );
}
