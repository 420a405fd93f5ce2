import type { Person } from '@belfry/sdk';
import { Button, Group, Input, Paper, Stack, Text } from '@mantine/core';
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { PersonFields } from '../people/person-fields.tsx';
import { usePersonForm } from '../people/use-person-form.ts';

/** Loaded when there is something to ask. */
const LeaveDialog = lazy(() => import('../../ui/leave-dialog.tsx').then((it) => ({ default: it.LeaveDialog })));

interface InlinePersonProps {
  isFirst: boolean;
  onCancel(): void;
  onAdded(person: Person): void;
  /** Something has been typed and not added: or, no longer. */
  onDirty(isDirty: boolean): void;
  /** Somebody went on without adding them: they are told what to do first. */
  isAsked: boolean;
}

/** A person added without leaving the reminder; no form of its own, since forms cannot be nested. */
export function InlinePerson({ isFirst, onCancel, onAdded, onDirty, isAsked }: InlinePersonProps) {
  const t = useTranslations('newReminder');
  const person = usePersonForm(onAdded);
  const title = useId();
  const { isDirty } = person;
  const [isLeaving, setLeaving] = useState(false);
  // Of the whole page there is one question before it is left, and the form around this asks it.
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);
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
      <Stack gap="md">
        <PersonFields form={person} />
        {person.error !== null && <ProblemNote error={person.error} />}
        {isAsked && isDirty && <Input.Error role="alert">{t('addPersonFirst')}</Input.Error>}
      </Stack>
      <Group gap="sm" mt="md">
        <Button variant="light" loading={person.isPending} onClick={person.submit}>
          {t('addPerson')}
        </Button>
        {!isFirst && (
          <Button variant="subtle" color="gray" onClick={() => (isDirty ? setLeaving(true) : onCancel())}>
            {t('cancel')}
          </Button>
        )}
      </Group>
      <Suspense>{isLeaving && <LeaveDialog onStay={() => setLeaving(false)} onLeave={onCancel} />}</Suspense>
    </Paper>
  );
}
