import { Button, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { moreFields } from './domain/person-draft.ts';
import type { PersonForm } from './use-person-form.ts';
import { ZoneSelect } from './zone-select.tsx';

const MorePersonFields = lazy(() =>
  import('./more-person-fields.tsx').then((it) => ({ default: it.MorePersonFields })),
);

/** The fields alone: they stand in a form of their own, or inside that of a reminder. */
export function PersonFields({ form }: { form: PersonForm }) {
  const t = useTranslations('person');
  const { draft, change, wrong } = form;
  const [isOpened, { toggle }] = useDisclosure(false);
  // What was refused is seen.
  const isMore = isOpened || moreFields.some((field) => wrong[field] !== undefined);
  return (
    <Stack gap="md">
      <TextInput
        label={t('name')}
        required={draft.firstName === '' && draft.lastName === ''}
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
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          ml={-8}
          aria-expanded={isMore}
          leftSection={isMore ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          onClick={toggle}
        >
          {t('more')}
        </Button>
      </div>
      {isMore && (
        <Suspense fallback={<RowSkeletons rows={2} height={60} />}>
          <MorePersonFields form={form} />
        </Suspense>
      )}
    </Stack>
  );
}
