import type { Person, Policy, Schedule } from '@belfry/sdk';
import { Paper, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { previewLadder } from '../policies/domain/preview-ladder.ts';
import { Ladder } from '../policies/ladder.tsx';

interface ReminderLadderProps {
  schedule: Schedule;
  policy: Policy | undefined;
  people: readonly Person[];
}

export function ReminderLadder({ schedule, policy, people }: ReminderLadderProps) {
  const t = useTranslations('reminder');
  if (!policy) {
    return (
      <Text c="dimmed" size="sm">
        {t('noLadderHint')}
      </Text>
    );
  }
  const self = people.find((person) => person.id === schedule.personId) ?? null;
  const firstAtMs = schedule.nextAt === null ? null : Date.parse(schedule.nextAt);
  return (
    <Paper p="lg" maw={560}>
      <Ladder
        rungs={previewLadder(policy.steps, { self, people, firstAtMs })}
        label={t('ladder', { name: policy.name })}
        end={t('end')}
      />
    </Paper>
  );
}
