import { type Person, type Policy, ProblemError, type SimulationDraft } from '@belfry/sdk';
import { Input, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBellRinging } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { SubmitRow } from '../../ui/submit-row.tsx';
import { usePeopleById } from '../people/use-people-by-id.ts';
import { definitionOf, type PolicyDefinition } from '../policies/domain/definition-of.ts';
import { previewLadder } from '../policies/domain/preview-ladder.ts';
import { Ladder } from '../policies/ladder.tsx';
import { SimulatedLadder } from '../policies/simulated-ladder.tsx';
import { hasTime, type ReminderDraft, toNewSchedule, toPolicySteps } from './domain/reminder-draft.ts';
import classes from './new-reminder-page.module.css';
import { NextInstants } from './next-instants.tsx';
import { draftPreviewQuery } from './schedule-preview-query.ts';
import type { ReminderForm } from './use-reminder-form.ts';

interface ReminderPreviewProps {
  form: ReminderForm;
  policies: readonly Policy[];
}

/** A pause in typing, after which the server is asked. */
const PAUSE_MS = 250;

/** What will happen, told before it is saved, and kept in step with every change of the form. */
export function ReminderPreview({ form, policies }: ReminderPreviewProps) {
  const t = useTranslations('newReminder');
  const { person, draft } = form;
  const steps = stepsOf(draft, policies);
  const people = usePeopleById(steps?.steps.flatMap(({ targets }) => targets.map((target) => target.person)) ?? []);
  const [asked] = useDebouncedValue(wanted(form, t('untitled')), PAUSE_MS);
  const preview = useQuery(draftPreviewQuery(asked));
  const firstAt = asked === null ? undefined : preview.data?.data[0]?.at;
  return (
    <Paper p="lg" className={classes['preview'] ?? ''} component="section" aria-labelledby="what-will-happen">
      <Title order={2} id="what-will-happen" mb="sm">
        {t('whatWillHappen')}
      </Title>
      <Stack gap="md">
        <Text size="sm">
          {t(draft.timing.when === 'once' ? 'happensOnce' : 'happensAgain', {
            name: person?.name ?? t('self'),
            title: draft.title.trim() || t('untitled'),
          })}
        </Text>
        <Instants isAsked={asked !== null} query={preview} />
        {person && firstAt !== undefined && steps !== null ? (
          <SimulatedLadder draft={simulationOf(draft, steps, person.id, firstAt)} label={t('steps')} />
        ) : (
          <Ladder
            rungs={previewLadder(steps?.steps ?? oneMessage(person), { self: person, people, firstAtMs: null })}
            label={t('steps')}
            end={steps === null ? t('endWithoutPolicy') : t('end')}
          />
        )}
        {form.error !== null && <ProblemNote error={form.error} />}
        <SubmitRow
          label={t(form.isEdit ? 'save' : 'create')}
          icon={IconBellRinging}
          isPending={form.isPending}
          call={form.call}
        />
      </Stack>
    </Paper>
  );
}

function Instants({ isAsked, query }: { isAsked: boolean; query: ReturnType<typeof useQuery<PreviewData>> }) {
  const t = useTranslations('newReminder');
  if (!isAsked) {
    return (
      <Text size="sm" c="dimmed">
        {t('happensWithoutTime')}
      </Text>
    );
  }
  if (query.error instanceof ProblemError) {
    const words = query.error.errors.map(({ message }) => message).join(' ') || query.error.detail;
    return <Input.Error role="status">{t('neverHappens', { reason: words })}</Input.Error>;
  }
  if (query.data === undefined) return <Skeleton height={120} />;
  return <NextInstants preview={query.data} label={t('nextInstants')} />;
}

type PreviewData = Parameters<typeof NextInstants>[0]['preview'];

/** What the preview is asked for: the schedule as it would be created; null while it is not filled in. */
function wanted({ draft, person, zone }: ReminderForm, untitled: string) {
  if (!person || !hasTime(draft.timing)) return null;
  const { timing } = draft;
  if (timing.when === 'weekly' && timing.weekdays.length === 0) return null;
  if (timing.ends === 'until' && timing.until === '') return null;
  // Neither the words nor the policy decide when it comes.
  return toNewSchedule({ ...draft, personId: person.id, title: untitled, body: '' }, zone, null);
}

function stepsOf(draft: ReminderDraft, policies: readonly Policy[]): PolicyDefinition | null {
  if (draft.ladder === 'none') return null;
  if (draft.ladder === 'own') {
    const chosen = draft.rungs.filter((rung) => rung.person !== null);
    return chosen.length === 0 ? null : { steps: toPolicySteps(chosen) };
  }
  const policy = policies.find((known) => known.id === draft.policyId);
  return policy ? definitionOf(policy) : null;
}

function simulationOf(
  { importance }: ReminderDraft,
  policy: PolicyDefinition,
  personId: string,
  at: string,
): SimulationDraft {
  return { policy, personId, at, importance };
}

/** Without a policy there is one message, on the channel that the person comes first with. */
function oneMessage(person: Person | null) {
  const channels = person?.contactPoints.map((point) => point.channel) ?? ['sms' as const];
  return [{ after: 'PT0S', targets: [{ person: 'self', channels }] }];
}
