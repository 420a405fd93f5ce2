import { SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ProblemNote } from '../../ui/problem-note.tsx';
import type { PersonForm } from './use-person-form.ts';
import { ZoneSelect } from './zone-select.tsx';

/** The fields alone: they stand in a form of their own, or inside that of a reminder. */
export function PersonFields({ form }: { form: PersonForm }) {
  const t = useTranslations('person');
  const { draft, change, wrong } = form;
  return (
    <Stack gap="md">
      <TextInput
        label={t('name')}
        required
        autoComplete="off"
        data-autofocus
        value={draft.name}
        error={wrong.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <TextInput
          label={t('phone')}
          description={t('phoneHint')}
          placeholder={t('phoneExample')}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          value={draft.phone}
          error={wrong.phone}
          onChange={(event) => change({ phone: event.currentTarget.value })}
        />
        <TextInput
          label={t('email')}
          description={t('emailHint')}
          placeholder={t('emailExample')}
          type="email"
          inputMode="email"
          autoComplete="off"
          value={draft.email}
          error={wrong.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
      </SimpleGrid>
      <ZoneSelect value={draft.timeZone} error={wrong.timeZone} onChange={(timeZone) => change({ timeZone })} />
      {form.error !== null && <ProblemNote error={form.error} />}
    </Stack>
  );
}
