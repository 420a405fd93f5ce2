import type { Occurrence } from '@belfry/sdk';
import { Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { definitionOf } from '../policies/domain/definition-of.ts';
import { policyQuery } from '../policies/policies-query.ts';
import { SimulatedLadder } from '../policies/simulated-ladder.tsx';
import { scheduleQuery } from '../reminders/schedules-query.ts';

/** Before it is due there is nothing to draw yet: the steps it will take, with their times. */
export function WhatWillHappen({ occurrence }: { occurrence: Occurrence }) {
  const t = useTranslations('occurrence');
  const { policyId } = occurrence;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="what-will-happen">
      <Title order={2} id="what-will-happen" mb="md">
        {t('whatWillHappen')}
      </Title>
      {policyId === null ? (
        <Text size="sm">{t('oneMessage')}</Text>
      ) : (
        <Steps occurrence={occurrence} policyId={policyId} />
      )}
    </Paper>
  );
}

function Steps({ occurrence, policyId }: { occurrence: Occurrence; policyId: string }) {
  const t = useTranslations('occurrence');
  const policy = useQuery(policyQuery(policyId));
  const schedule = useQuery(scheduleQuery(occurrence.scheduleId));
  const { personId, dueAt: at } = occurrence;
  const skeleton = <RowSkeletons rows={3} height={40} />;
  return (
    <Loaded query={policy} skeleton={skeleton}>
      {(known) => (
        <Loaded query={schedule} skeleton={skeleton}>
          {({ importance }) => (
            <SimulatedLadder draft={{ policy: definitionOf(known), personId, at, importance }} label={t('ladder')} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
