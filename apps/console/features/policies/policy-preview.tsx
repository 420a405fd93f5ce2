import { Group, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { peopleQuery } from '../people/people-query.ts';
import { PersonSelect } from '../people/person-select.tsx';
import { type Importance, importances } from '../reminders/domain/reminder-draft.ts';
import type { PolicyDefinition } from './domain/definition-of.ts';
import { SimulatedLadder } from './simulated-ladder.tsx';

/** A pause in typing, after which the server is asked. */
const PAUSE_MS = 300;

/** «What happens if nobody answers», for a person and an importance that can be chosen. */
interface PolicyPreviewProps {
  policy: PolicyDefinition | null;
  /** Somebody whom it concerns already. */
  usual?: string | undefined;
}

export function PolicyPreview({ policy, usual }: PolicyPreviewProps) {
  const t = useTranslations('policyPreview');
  const words = useTranslations('newReminder');
  const people = useQuery(peopleQuery);
  const [chosen, choose] = useState<string | null>(null);
  const [importance, setImportance] = useState<Importance>('medium');
  const [asked] = useDebouncedValue(policy, PAUSE_MS);
  return (
    <Loaded query={people} skeleton={<RowSkeletons rows={3} height={32} />}>
      {(known) => {
        const personId = chosen ?? usual ?? known[0]?.id;
        if (personId === undefined)
          return (
            <Text size="sm" c="dimmed">
              {t('nobody')}
            </Text>
          );
        return (
          <Stack gap="md">
            <Group gap="sm" grow preventGrowOverflow={false}>
              <PersonSelect label={t('for')} value={personId} onChange={choose} />
              <Select
                label={words('importance')}
                allowDeselect={false}
                data={importances.map((value) => ({ value, label: words(value) }))}
                value={importance}
                onChange={(value) => setImportance(importances.find((one) => one === value) ?? 'medium')}
              />
            </Group>
            {asked === null ? (
              <Text size="sm" c="dimmed">
                {t('unfinished')}
              </Text>
            ) : (
              <SimulatedLadder draft={{ policy: asked, personId, importance }} label={t('label')} />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}
