import { Group, Input, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { zoneCity } from '../../time/format-instant.ts';
import { ZoneSelect } from '../people/zone-select.tsx';
import { type TimingDraft, whens } from './domain/timing-draft.ts';
import { ExclusionFields } from './exclusion-fields.tsx';
import { PlacingFields } from './placing-fields.tsx';
import { RecurrenceFields } from './recurrence-fields.tsx';
import { RuleFields } from './rule-fields.tsx';
import { Section } from './section.tsx';
import type { ReminderForm } from './use-reminder-form.ts';

/** When it comes: the kind of rule first, then only the fields that this kind needs. */
export function WhenSection({ form }: { form: ReminderForm }) {
  const t = useTranslations('newReminder');
  const { draft, changeTiming: change, wrong } = form;
  const { timing } = draft;
  const { when } = timing;
  return (
    <Section title={t('when')}>
      <Stack gap="md">
        <Select
          label={t('repeats')}
          allowDeselect={false}
          data={whens.map((value) => ({ value, label: t(`${value}Rule`) }))}
          value={when}
          onChange={(value) => change({ when: whens.find((known) => known === value) ?? 'once' })}
        />
        <RuleFields timing={timing} change={change} error={wrong.when} />
        <RecurrenceFields timing={timing} change={change} />
        <ClockFields timing={timing} change={change} isWrong={wrong.when !== undefined} />
        {wrong.when !== undefined && <Input.Error role="alert">{wrong.when}</Input.Error>}
        <WhoseClock form={form} />
        {when !== 'once' && <ExclusionFields timing={timing} change={change} />}
        {when !== 'every' && <PlacingFields timing={timing} change={change} />}
      </Stack>
    </Section>
  );
}

interface ClockFieldsProps {
  timing: TimingDraft;
  change(patch: Partial<TimingDraft>): void;
  isWrong: boolean;
}

/** A cron line names its own times; an elapsed repetition and a single reminder begin on a date. */
function ClockFields({ timing, change, isWrong }: ClockFieldsProps) {
  const t = useTranslations('newReminder');
  const { when } = timing;
  if (when === 'cron') return null;
  return (
    <Group align="flex-start" gap="md">
      {(when === 'once' || when === 'every') && (
        <TextInput
          type="date"
          label={t(when === 'every' ? 'firstDate' : 'date')}
          required
          flex="1 1 160px"
          value={timing.date}
          error={isWrong}
          onChange={(event) => change({ date: event.currentTarget.value })}
        />
      )}
      <TextInput
        type="time"
        label={t(when === 'every' ? 'firstTime' : 'time')}
        required
        flex="1 1 160px"
        value={timing.time}
        error={isWrong}
        onChange={(event) => change({ time: event.currentTarget.value })}
      />
    </Group>
  );
}

function WhoseClock({ form }: { form: ReminderForm }) {
  const t = useTranslations('newReminder');
  const { draft, changeTiming: change, wrong, zone, person } = form;
  const { timeZone, when } = draft.timing;
  const follows = timeZone === 'person';
  const place = { name: person?.name ?? t('self'), zone: zoneCity(zone) };
  return (
    <Stack gap="sm">
      <Switch
        label={t('follow')}
        description={
          !person && follows
            ? t('yourZone', place)
            : t(follows ? (when === 'every' ? 'elapsedZone' : 'personZone') : 'fixedZone', place)
        }
        checked={follows}
        onChange={(event) => change({ timeZone: event.currentTarget.checked ? 'person' : zone })}
      />
      {!follows && (
        <ZoneSelect value={timeZone} error={wrong.zone} onChange={(chosen) => change({ timeZone: chosen })} />
      )}
      {when === 'every' && (
        <Text size="sm" c="dimmed">
          {t('elapsedHint')}
        </Text>
      )}
    </Stack>
  );
}
