import type { Person } from '@belfry/sdk';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useId } from 'react';
import { useTranslations } from 'use-intl';
import { PersonFields } from '../people/person-fields.tsx';
import { PersonSelect } from '../people/person-select.tsx';
import { usePersonForm } from '../people/use-person-form.ts';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

interface PersonSectionProps {
  form: ReminderForm;
  /** There is nobody yet. */
  isFirst: boolean;
}

export function PersonSection({ form, isFirst }: PersonSectionProps) {
  const t = useTranslations('newReminder');
  const [isAdding, { open, close }] = useDisclosure(false);
  return (
    <Section title={t('who')}>
      <Stack gap="md">
        {!isFirst && (
          <Group align="flex-end" gap="sm">
            <PersonSelect
              flex="1 1 240px"
              label={t('person')}
              placeholder={t('personPlaceholder')}
              required
              value={form.draft.personId}
              error={form.wrong.person}
              onChange={(id) => form.pickPerson(id === null ? null : { id })}
            />
            {!isAdding && (
              <Button variant="default" leftSection={<IconUserPlus size={16} />} onClick={open}>
                {t('newPerson')}
              </Button>
            )}
          </Group>
        )}
        {(isAdding || isFirst) && (
          <InlinePerson
            isFirst={isFirst}
            onCancel={close}
            onAdded={(person) => {
              form.pickPerson(person);
              // The first one's fields go by themselves, and by now another's may have been opened.
              if (!isFirst) close();
            }}
          />
        )}
      </Stack>
    </Section>
  );
}

interface InlinePersonProps {
  isFirst: boolean;
  onCancel(): void;
  onAdded(person: Person): void;
}

/** A person added without leaving the reminder; no form of its own, since forms cannot be nested. */
function InlinePerson({ isFirst, onCancel, onAdded }: InlinePersonProps) {
  const t = useTranslations('newReminder');
  const person = usePersonForm(onAdded);
  const title = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.defaultPrevented) return;
    event.preventDefault();
    person.submit();
  };
  return (
    <Paper p="md" bg="var(--console-canvas)" role="group" aria-labelledby={title} onKeyDown={onKeyDown}>
      <Text id={title} fw={600} mb="sm">
        {isFirst ? t('firstPerson') : t('newPerson')}
      </Text>
      <PersonFields form={person} />
      <Group gap="sm" mt="md">
        <Button variant="light" loading={person.isPending} onClick={person.submit}>
          {t('addPerson')}
        </Button>
        {!isFirst && (
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
