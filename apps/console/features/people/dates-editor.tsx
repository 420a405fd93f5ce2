import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { isNamedTwice, type NamedDate } from './domain/person-edit.ts';

interface DatesEditorProps {
  dates: readonly NamedDate[];
  /** By fields of the form: `dates` of all of them, `date <name>` of one. */
  wrong: Partial<Record<string, string>>;
  onChange(dates: NamedDate[]): void;
}

/** Dates beside birthday and anniversary, by the names that kinds of greetings and yearly reminders use. */
export function DatesEditor({ dates, wrong, onChange }: DatesEditorProps) {
  const t = useTranslations('person');
  const change = (index: number, patch: Partial<NamedDate>) =>
    onChange(dates.map((date, place) => (place === index ? { ...date, ...patch } : date)));
  return (
    <Stack gap="xs" role="group" aria-label={t('dates')}>
      <div>
        <Text size="sm" fw={600}>
          {t('dates')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('datesHint')}
        </Text>
      </div>
      {dates.map(({ name, date }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place is all that stays while its name is typed
        <Group key={index} gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            aria-label={t('dateName', { place: index + 1 })}
            placeholder={t('dateNameExample')}
            flex="1 1 0"
            maxLength={40}
            autoComplete="off"
            value={name}
            error={isNamedTwice(dates, index) ? t('namedTwice') : undefined}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={t('dateOf', { place: index + 1 })}
            flex="1 1 0"
            value={date}
            error={wrong[`date ${name.trim()}`]}
            onChange={(event) => change(index, { date: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('removeDate', { place: index + 1 })}
            onClick={() => onChange(dates.filter((_, place) => place !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {wrong.dates !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {wrong.dates}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...dates, { name: '', date: '' }])}
        >
          {t('addDate')}
        </Button>
      </Group>
    </Stack>
  );
}
