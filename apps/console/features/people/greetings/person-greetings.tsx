import type { GreetingSettings, Person, PersonGreetingSettings } from '@belfry/sdk';
import { Button, Group, Paper, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../../ui/curl/copy-curl.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Section } from '../../../ui/section.tsx';
import { greetingSettingsQuery, personGreetingsQuery } from '../../greetings/greetings-query.ts';
import { usePersonGreetings } from './use-person-greetings.ts';

/** What one person wants otherwise than everybody; of an organisation that greets nobody, nothing. */
export function PersonGreetings({ person }: { person: Person }) {
  const t = useTranslations('personGreetings');
  const settings = useQuery(greetingSettingsQuery).data;
  const own = useQuery({ ...personGreetingsQuery(person.id), enabled: settings?.enabled === true }).data;
  if (!settings?.enabled || !own || datesOf(person).length === 0) return null;
  return (
    <Section title={t('title')} hint={t('hint')}>
      <Form key={JSON.stringify(own)} person={person} own={own} settings={settings} />
    </Section>
  );
}

interface FormProps {
  person: Person;
  own: PersonGreetingSettings;
  settings: GreetingSettings;
}

function Form({ person, own, settings }: FormProps) {
  const t = useTranslations('personGreetings');
  const words = useTranslations('greetings');
  const form = usePersonGreetings(person, own);
  const { draft, change } = form;
  return (
    <Paper p="md" maw={640}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        <Stack gap="md">
          <Switch
            label={t('greeted')}
            checked={!draft.muted}
            onChange={(event) => change({ muted: !event.currentTarget.checked })}
          />
          {!draft.muted && (
            <Group align="flex-start" gap="md">
              <TextInput
                type="time"
                label={t('sendTime')}
                description={t('sendTimeHint', { time: settings.sendTime })}
                flex="1 1 200px"
                value={draft.sendTime}
                error={form.wrong.sendTime}
                onChange={(event) => change({ sendTime: event.currentTarget.value })}
              />
              {datesOf(person).some((date) => date.endsWith('-02-29')) && (
                <Select
                  label={words('leapDay')}
                  description={t('leapDayHint', {
                    day: words(settings.leapDay === 'march-1' ? 'march1' : 'february28'),
                  })}
                  flex="1 1 240px"
                  allowDeselect={false}
                  data={[
                    { value: '', label: t('asEverybody') },
                    { value: 'february-28', label: words('february28') },
                    { value: 'march-1', label: words('march1') },
                  ]}
                  value={draft.leapDay}
                  onChange={(leapDay) => leapDay !== null && change({ leapDay })}
                />
              )}
            </Group>
          )}
          {form.error !== null && <ProblemNote error={form.error} />}
          <Group gap="sm">
            <Button type="submit" loading={form.isPending} disabled={!form.isChanged}>
              {words('save')}
            </Button>
            <CopyCurl call={form.call} of={words('save')} />
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function datesOf({ birthDate, anniversaryDate, dates }: Person): string[] {
  return [birthDate, anniversaryDate, ...Object.values(dates)].filter((date) => date !== null);
}
