import type { Schedule } from '@belfry/sdk';
import { Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useKeys } from '../../app/keyboard.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RawJson } from '../../ui/raw-json.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { OccurrenceTable } from '../occurrences/occurrence-table.tsx';
import { occurrencesQuery } from '../occurrences/occurrences-query.ts';
import { usePolicy } from '../policies/use-policy.ts';
import { canEdit } from './domain/can-edit.ts';
import { KeptNote } from './kept-note.tsx';
import { NextInstants } from './next-instants.tsx';
import { ReminderLadder } from './reminder-ladder.tsx';
import { useRuleWords } from './rule-words.ts';
import { ScheduleActions } from './schedule-actions.tsx';
import { previewQuery } from './schedule-preview-query.ts';
import { scheduleQuery } from './schedules-query.ts';

const route = getRouteApi('/reminders/$scheduleId');

/** One reminder: when it comes next, what happens then, and what has come of it so far. */
export function ReminderPage() {
  const t = useTranslations('reminder');
  const { scheduleId } = route.useParams();
  const navigate = useNavigate();
  const schedule = useQuery(scheduleQuery(scheduleId));
  const ruleWords = useRuleWords();
  const { data } = schedule;
  useKeys({
    e: () => {
      if (data && canEdit(data)) void navigate({ to: '/reminders/$scheduleId/edit', params: { scheduleId } });
    },
  });
  return (
    <Page
      title={data?.title ?? t('title')}
      mark={data && <StateMark state={data.state} />}
      description={
        data && (
          <>
            <TextLink to="/people/$personId" params={{ personId: data.personId }} inherit underline="always">
              {data.personName}
            </TextLink>
            {` · ${ruleWords(data)}`}
          </>
        )
      }
      actions={
        data && (
          <>
            <ScheduleActions schedule={data} />
            <RawJson value={data} of={data.title} />
          </>
        )
      }
    >
      <Loaded query={schedule} skeleton={<RowSkeletons rows={4} />}>
        {(shown) => (
          <Stack gap="xl">
            {shown.author !== null && <KeptNote schedule={shown} />}
            {shown.body !== null && (
              <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                {shown.body}
              </Text>
            )}
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
              <WhenItComes schedule={shown} />
              <IfNobodyAnswers schedule={shown} />
            </SimpleGrid>
            <Occurrences scheduleId={shown.id} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function WhenItComes({ schedule }: { schedule: Schedule }) {
  const t = useTranslations('reminder');
  const preview = useQuery({ ...previewQuery(schedule.id, schedule.version), enabled: schedule.state === 'active' });
  return (
    <Section title={t('next')}>
      <Paper p={{ base: 'md', sm: 'lg' }}>
        {schedule.state === 'active' ? (
          <Loaded query={preview} skeleton={<RowSkeletons rows={3} height={24} />}>
            {(found) => <NextInstants preview={found} label={t('next')} />}
          </Loaded>
        ) : (
          <Text size="sm" c="dimmed">
            {t(schedule.state === 'paused' ? 'pausedHint' : 'finishedHint')}
          </Text>
        )}
      </Paper>
    </Section>
  );
}

function IfNobodyAnswers({ schedule }: { schedule: Schedule }) {
  const t = useTranslations('reminder');
  const policy = usePolicy(schedule.policyId);
  return (
    <Section
      title={t('noLadder')}
      hint={
        policy && (
          <TextLink to="/policies/$policyId" params={{ policyId: policy.id }} size="sm">
            {policy.name}
          </TextLink>
        )
      }
    >
      <ReminderLadder schedule={schedule} policy={policy} />
    </Section>
  );
}

function Occurrences({ scheduleId }: { scheduleId: string }) {
  const t = useTranslations('reminder');
  const occurrences = useQuery(occurrencesQuery({ scheduleId }));
  return (
    <Section title={t('occurrences')}>
      <Loaded query={occurrences} skeleton={<RowSkeletons rows={2} />}>
        {(found) => <OccurrenceTable occurrences={found} label={t('occurrences')} />}
      </Loaded>
    </Section>
  );
}
