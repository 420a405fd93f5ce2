import type { Policy, Schedule } from '@belfry/sdk';
import { Paper, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { definitionOf } from '../policies/domain/definition-of.ts';
import { previewLadder } from '../policies/domain/preview-ladder.ts';
import { Ladder } from '../policies/ladder.tsx';
import { SimulatedLadder } from '../policies/simulated-ladder.tsx';

interface ReminderLadderProps {
  schedule: Schedule;
  policy: Policy | undefined;
}

/** What happens the next time if nobody answers; with no next time, the steps alone. */
export function ReminderLadder({ schedule, policy }: ReminderLadderProps) {
  const t = useTranslations('reminder');
  if (!policy) {
    return (
      <Text c="dimmed" size="sm">
        {t('noLadderHint')}
      </Text>
    );
  }
  const { personId, importance, nextAt } = schedule;
  const label = t('ladder', { name: policy.name });
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      {nextAt === null ? (
        <Ladder
          rungs={previewLadder(policy.steps, { self: null, people: [], firstAtMs: null })}
          label={label}
          end={t('end')}
        />
      ) : (
        <SimulatedLadder draft={{ policy: definitionOf(policy), personId, at: nextAt, importance }} label={label} />
      )}
    </Paper>
  );
}
