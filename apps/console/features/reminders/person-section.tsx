import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { type ComponentProps, lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { PersonSelect } from '../people/person-select.tsx';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

/** Most reminders are for somebody who is there already. */
const InlinePerson = lazy(() => import('./inline-person.tsx').then((it) => ({ default: it.InlinePerson })));

interface PersonSectionProps {
  form: ReminderForm;
  /** There is nobody yet. */
  isFirst: boolean;
  onAdding: Pick<ComponentProps<typeof InlinePerson>, 'onDirty' | 'isAsked'>;
}

export function PersonSection({ form, isFirst, onAdding }: PersonSectionProps) {
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
        <Suspense>
          {(isAdding || isFirst) && (
            <InlinePerson
              {...onAdding}
              isFirst={isFirst}
              onCancel={close}
              onAdded={(person) => {
                form.pickPerson(person);
                // The first one's fields go by themselves, and by now another's may have been opened.
                if (!isFirst) close();
              }}
            />
          )}
        </Suspense>
      </Stack>
    </Section>
  );
}
