import type { GreetingSettings, Person, PersonGreetingSettings } from '@belfry/sdk';
import { Button, Group, Paper, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { CopyCurl } from '../../../ui/curl/copy-curl.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { StaleNote } from '../../../ui/stale-note.tsx';
import { datesOf } from '../domain/dates-of.ts';
import { usePersonGreetings } from './use-person-greetings.ts';

export interface PersonGreetingsFormProps {
  person: Person;
  own: PersonGreetingSettings;
  settings: GreetingSettings;
}

export function PersonGreetingsForm({ person, own, settings }: PersonGreetingsFormProps) {
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
        <LeaveGuard isDirty={form.isDirty} />
        <Stack gap="md">
          {form.isStale && <StaleNote onReload={form.reload} />}
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
              {isOnLeapDay(person) && (
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
            <Button type="submit" loading={form.isPending} disabled={!form.isDirty}>
              {words('save')}
            </Button>
            <CopyCurl call={form.call} of={words('save')} />
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function isOnLeapDay(person: Person): boolean {
  return datesOf(person).some((date) => date.endsWith('-02-29'));
}
