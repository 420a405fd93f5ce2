import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { LocaleSelect } from './locale-select.tsx';
import type { PersonForm } from './use-person-form.ts';

/** What few are asked for at once; all else of a person stands in their own form. */
export function MorePersonFields({ form: { draft, change, wrong } }: { form: PersonForm }) {
  const t = useTranslations('person');
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      {(['birthDate', 'anniversaryDate'] as const).map((field) => (
        <TextInput
          key={field}
          type="date"
          label={t(field)}
          description={t(`${field}Hint`)}
          value={draft[field]}
          error={wrong[field]}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      {(['firstName', 'lastName'] as const).map((field) => (
        <TextInput
          key={field}
          label={t(field)}
          maxLength={100}
          autoComplete="off"
          value={draft[field]}
          error={wrong[field]}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      <LocaleSelect value={draft.locale} error={wrong.locale} onChange={(locale) => change({ locale })} />
    </SimpleGrid>
  );
}
