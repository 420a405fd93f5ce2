import type { Occurrence } from '@belfry/sdk';
import { Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { peopleQuery } from '../people/people-query.ts';
import { previewLadder } from '../policies/domain/preview-ladder.ts';
import { Ladder } from '../policies/ladder.tsx';
import { policiesQuery } from '../policies/policies-query.ts';

/** Before it is due there is nothing to draw yet: the steps it will take, with their times. */
export function WhatWillHappen({ occurrence }: { occurrence: Occurrence }) {
  const t = useTranslations('occurrence');
  const people = useQuery(peopleQuery).data ?? [];
  const policy = useQuery(policiesQuery).data?.find((known) => known.id === occurrence.policyId);
  const self = people.find((person) => person.id === occurrence.personId) ?? null;
  return (
    <Paper p="lg" component="section" aria-labelledby="what-will-happen">
      <Title order={2} id="what-will-happen" mb="md">
        {t('whatWillHappen')}
      </Title>
      {policy ? (
        <Ladder
          rungs={previewLadder(policy.steps, { self, people, firstAtMs: Date.parse(occurrence.dueAt) })}
          label={t('ladder')}
          end={t('end')}
        />
      ) : (
        <Text size="sm">{t('oneMessage')}</Text>
      )}
    </Paper>
  );
}
