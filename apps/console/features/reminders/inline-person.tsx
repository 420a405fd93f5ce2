import type { Person } from '@belfry/sdk';
import { Button, Group, Paper, Text } from '@mantine/core';
import { type KeyboardEvent, useId } from 'react';
import { useTranslations } from 'use-intl';
import { PersonFields } from '../people/person-fields.tsx';
import { usePersonForm } from '../people/use-person-form.ts';

interface InlinePersonProps {
  isFirst: boolean;
  onCancel(): void;
  onAdded(person: Person): void;
}

/** A person added without leaving the reminder; no form of its own, since forms cannot be nested. */
export function InlinePerson({ isFirst, onCancel, onAdded }: InlinePersonProps) {
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
