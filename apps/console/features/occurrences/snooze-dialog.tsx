import { type Occurrence, ProblemError } from '@belfry/sdk';
import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { zoneCity } from '../../time/format-instant.ts';
import { CopyCurl } from '../../ui/curl/copy-curl.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { callOf, useAct } from './use-act.ts';

interface SnoozeDialogProps {
  occurrence: Occurrence;
  opened: boolean;
  onClose(): void;
}

/** What is chosen most; they are words, and are read by the same rules as what is typed. */
const usual = ['15 minutes', '1 hour', '3 hours', 'tonight', 'until tomorrow', 'until next week'] as const;

/** Until when: at a press, or in plain words in the person's own zone. What was understood is said back. */
export function SnoozeDialog({ occurrence, opened, onClose }: SnoozeDialogProps) {
  const t = useTranslations('snooze');
  const [text, setText] = useState('');
  const act = useAct(() => {
    setText('');
    onClose();
  });
  const until = (words: string) => ({ subject: occurrence, action: 'snooze', until: { text: words } }) as const;
  const snooze = (words: string) => act.mutate(until(words));
  const refused = refusalOf(act.error);
  return (
    <Dialog
      opened={opened}
      onClose={() => {
        act.reset();
        onClose();
      }}
      title={t('title', { title: occurrence.title })}
      isPending={act.isPending}
    >
      <Stack gap="md">
        <SimpleGrid cols={2} spacing="sm">
          {usual.map((words) => (
            <Button key={words} variant="default" disabled={act.isPending} onClick={() => snooze(words)}>
              {t(words)}
            </Button>
          ))}
        </SimpleGrid>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '' && !act.isPending) snooze(text.trim());
          }}
        >
          <TextInput
            label={t('words')}
            description={t('wordsHint', { person: occurrence.personName, zone: zoneCity(occurrence.timeZone) })}
            placeholder={t('example')}
            data-autofocus
            autoComplete="off"
            maxLength={200}
            value={text}
            error={refused}
            onChange={(event) => {
              setText(event.currentTarget.value);
              // What is under way would go on unheard.
              if (act.isError) act.reset();
            }}
          />
          {act.error !== null && refused === null && <ProblemNote error={act.error} />}
          <Group justify="flex-end" gap="sm" mt="md">
            <CopyCurl call={callOf(until(text.trim() || usual[1]))} of={t('snooze')} />
            <Button type="submit" loading={act.isPending} disabled={text.trim() === ''}>
              {t('snooze')}
            </Button>
          </Group>
        </form>
        <Text size="sm" c="dimmed">
          {t('again')}
        </Text>
      </Stack>
    </Dialog>
  );
}

/** What was understood and refused, for the field; null where the refusal is about something else. */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof ProblemError)) return null;
  const field = error.errors.find(({ path }) => path === 'text');
  if (field) return field.message;
  return error.code.startsWith('snooze.') ? error.detail : null;
}
