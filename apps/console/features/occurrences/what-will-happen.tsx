import type { Occurrence } from '@belfry/sdk';
import { Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { definitionOf } from '../policies/domain/definition-of.ts';
import { SimulatedLadder } from '../policies/simulated-ladder.tsx';
import { usePolicy } from '../policies/use-policy.ts';
import { scheduleQuery } from '../reminders/schedules-query.ts';

/** Before it is due there is nothing to draw yet: the steps it will take, with their times. */
export function WhatWillHappen({ occurrence }: { occurrence: Occurrence }) {
  const t = useTranslations('occurrence');
  const policy = usePolicy(occurrence.policyId);
  const schedule = useQuery(scheduleQuery(occurrence.scheduleId)).data;
  const { personId, dueAt: at } = occurrence;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="what-will-happen">
      <Title order={2} id="what-will-happen" mb="md">
        {t('whatWillHappen')}
      </Title>
      {occurrence.policyId === null && <Text size="sm">{t('oneMessage')}</Text>}
      {policy && schedule && (
        <SimulatedLadder
          draft={{ policy: definitionOf(policy), personId, at, importance: schedule.importance }}
          label={t('ladder')}
        />
      )}
    </Paper>
  );
}
