import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatTime, zoneCity } from '../../time/format-instant.ts';
import { readersZone } from '../../time/wall-clock.ts';
import { DatesEditor } from './dates-editor.tsx';
import { LocaleSelect } from './locale-select.tsx';
import type { PersonEditForm } from './use-edit-person.ts';
import { ZoneSelect } from './zone-select.tsx';

/** Who the person is, and by which clock they live. */
export function IdentityFields({ form: { draft: edit, change, wrong } }: { form: PersonEditForm }) {
  const t = useTranslations('person');
  const line = (field: 'firstName' | 'lastName' | 'city' | 'country') => (
    <TextInput
      label={t(field)}
      maxLength={100}
      autoComplete="off"
      value={edit[field]}
      error={wrong[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <Stack gap="md">
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        maxLength={200}
        autoComplete="off"
        value={edit.name}
        error={wrong.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        {line('firstName')}
        {line('lastName')}
        <div>
          <ZoneSelect value={edit.timeZone} error={wrong.timeZone} onChange={(timeZone) => change({ timeZone })} />
          {edit.timeZone !== '' && <BothClocks zone={edit.timeZone} />}
        </div>
        <LocaleSelect value={edit.locale} error={wrong.locale} onChange={(locale) => change({ locale })} />
        <TextInput
          type="date"
          label={t('birthDate')}
          description={t('birthDateHint')}
          value={edit.birthDate}
          error={wrong.birthDate}
          onChange={(event) => change({ birthDate: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('anniversaryDate')}
          description={t('anniversaryDateHint')}
          value={edit.anniversaryDate}
          error={wrong.anniversaryDate}
          onChange={(event) => change({ anniversaryDate: event.currentTarget.value })}
        />
        {line('city')}
        {line('country')}
      </SimpleGrid>
      <DatesEditor dates={edit.dates} wrong={wrong} onChange={(dates) => change({ dates })} />
      <TextInput
        label={t('externalId')}
        description={t('externalIdHint')}
        maxLength={200}
        autoComplete="off"
        value={edit.externalId}
        error={wrong.externalId}
        onChange={(event) => change({ externalId: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** What the choice means right now. */
function BothClocks({ zone }: { zone: string }) {
  const t = useTranslations('person');
  const locale = useLocale();
  const nowMs = useNowMs();
  const theirs = formatTime(nowMs, zone, locale);
  const yours = formatTime(nowMs, readersZone(), locale);
  return (
    <Text size="sm" c="dimmed" mt={4} role="status">
      {t('bothClocks', { theirs, city: zoneCity(zone), yours })}
    </Text>
  );
}
