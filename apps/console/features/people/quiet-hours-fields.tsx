import { Group, Input, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { PersonEditForm } from './use-edit-person.ts';

/** When low and medium wait; an end before the start is on the next morning. */
export function QuietHoursFields({ form: { draft: edit, change, wrong } }: { form: PersonEditForm }) {
  const t = useTranslations('quietHours');
  const error = wrong.quietHours;
  return (
    <Stack gap="md">
      <Switch
        label={t('on')}
        description={t('hint')}
        checked={edit.hasQuietHours}
        onChange={(event) => change({ hasQuietHours: event.currentTarget.checked })}
      />
      {edit.hasQuietHours && (
        <Group align="flex-start" gap="md">
          <TextInput
            type="time"
            label={t('from')}
            required
            flex="1 1 120px"
            maw={200}
            value={edit.quietStart}
            error={error !== undefined}
            onChange={(event) => change({ quietStart: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t('to')}
            required
            flex="1 1 120px"
            maw={200}
            value={edit.quietEnd}
            error={error !== undefined}
            onChange={(event) => change({ quietEnd: event.currentTarget.value })}
          />
        </Group>
      )}
      {error !== undefined && <Input.Error role="alert">{error}</Input.Error>}
    </Stack>
  );
}
