import type { Person, Policy } from '@belfry/sdk';
import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { Instant } from '../../ui/instant.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { previewLadder } from '../policies/domain/preview-ladder.ts';
import { Ladder } from '../policies/ladder.tsx';
import { type ReminderDraft, toPolicySteps } from './domain/reminder-draft.ts';
import classes from './new-reminder-page.module.css';
import type { ReminderForm } from './use-reminder-form.ts';

interface ReminderPreviewProps {
  form: ReminderForm;
  people: readonly Person[];
  policies: readonly Policy[];
}

/** What will happen, told before it is saved, and kept in step with every change of the form. */
export function ReminderPreview({ form, people, policies }: ReminderPreviewProps) {
  const t = useTranslations('newReminder');
  const nowMs = useNowMs();
  const { person, due, draft, zone } = form;
  const steps = stepsOf(draft, person, policies);
  const rungs = previewLadder(steps, { self: person, people, firstAtMs: due?.instantMs ?? null });
  const isPast = due !== null && due.instantMs < nowMs;
  return (
    <Paper p="lg" className={classes['preview'] ?? ''} component="section" aria-labelledby="what-will-happen">
      <Title order={2} id="what-will-happen" mb="sm">
        {t('whatWillHappen')}
      </Title>
      <Stack gap="md">
        <Text size="sm">
          {t(draft.when === 'daily' ? 'happensDaily' : 'happensOnce', {
            name: person?.name ?? t('self'),
            title: draft.title.trim() || t('untitled'),
          })}
        </Text>
        {due ? (
          <Instant at={new Date(due.instantMs).toISOString()} zone={zone} both />
        ) : (
          <Text size="sm" c="dimmed">
            {t('happensWithoutTime')}
          </Text>
        )}
        {isPast && (
          <Text size="sm" c="var(--state-failed)" role="status">
            {t('inThePast')}
          </Text>
        )}
        <Ladder rungs={rungs} label={t('steps')} end={draft.ladder === 'none' ? t('endWithoutPolicy') : t('end')} />
        {form.error !== null && <ProblemNote error={form.error} />}
        <Button type="submit" size="md" fullWidth loading={form.isPending} leftSection={<IconBellRinging size={18} />}>
          {t('create')}
        </Button>
      </Stack>
    </Paper>
  );
}

/** Without a policy there is one message, on the channel that the person comes first with. */
function stepsOf(draft: ReminderDraft, person: Person | null, policies: readonly Policy[]) {
  if (draft.ladder === 'own') return toPolicySteps(draft.rungs);
  if (draft.ladder === 'policy') return policies.find((policy) => policy.id === draft.policyId)?.steps ?? [];
  const channels = person?.contactPoints.map((point) => point.channel) ?? ['sms' as const];
  return [{ after: 'PT0S', targets: [{ person: 'self', channels }] }];
}
