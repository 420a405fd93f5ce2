import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RawJson } from '../../ui/raw-json.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { OccurrenceTable } from '../occurrences/occurrence-table.tsx';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { peopleQuery } from '../people/people-query.ts';
import { policiesQuery } from '../policies/policies-query.ts';
import { NextTime } from './next-time.tsx';
import { ReminderLadder } from './reminder-ladder.tsx';
import { useRuleWords } from './rule-words.ts';
import { scheduleQuery } from './schedules-query.ts';

const route = getRouteApi('/reminders/$scheduleId');

/** One reminder: when it comes next, what happens then, and what has come of it so far. */
export function ReminderPage() {
  const t = useTranslations('reminder');
  const { scheduleId } = route.useParams();
  const schedule = useQuery(scheduleQuery(scheduleId));
  const occurrences = useQuery(occurrencesQuery({ scheduleId }));
  const people = useQuery(peopleQuery).data ?? [];
  const policies = useQuery(policiesQuery).data ?? [];
  const ruleWords = useRuleWords();
  const { data } = schedule;
  const policy = policies.find((known) => known.id === data?.policyId);
  return (
    <Page
      title={data?.title ?? t('title')}
      description={data && t('forWhom', { person: data.personName, rule: ruleWords(data) })}
      actions={data && <RawJson value={data} of={data.title} />}
    >
      <Loaded query={schedule} skeleton={<RowSkeletons rows={4} />}>
        {(shown) => (
          <Stack gap="xl">
            <Group gap="xl" align="flex-start">
              <div>
                <Text size="sm" c="dimmed">
                  {t('next')}
                </Text>
                <NextTime schedule={shown} />
              </div>
            </Group>
            <section aria-labelledby="reminder-ladder">
              <Title order={2} id="reminder-ladder" mb="sm">
                {policy ? t('ladder', { name: policy.name }) : t('noLadder')}
              </Title>
              <ReminderLadder schedule={shown} policy={policy} people={people} />
            </section>
            <section aria-labelledby="reminder-occurrences">
              <Title order={2} id="reminder-occurrences" mb="sm">
                {t('occurrences')}
              </Title>
              <Loaded query={occurrences} skeleton={<RowSkeletons rows={2} />}>
                {(found) => <OccurrenceTable occurrences={found} labelledBy="reminder-occurrences" />}
              </Loaded>
            </section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
