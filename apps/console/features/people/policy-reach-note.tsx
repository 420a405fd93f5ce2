import type { Person } from '@belfry/sdk';
import { Alert, List } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { TextLink } from '../../ui/links.tsx';
import { definitionOf } from '../policies/domain/definition-of.ts';
import { whyNotReached } from '../policies/domain/why-not-reached.ts';
import { policiesQuery } from '../policies/policies-query.ts';
import { simulationQuery } from '../policies/simulation-query.ts';
import { schedulesOfQuery } from '../reminders/schedules-query.ts';

/** As many policies as one person usually has; each is tried out on them. */
const MOST = 8;

/** Policies of the person's own reminders whose steps would not get through to them, by the engine's own decisions. */
export function PolicyReachNote({ person }: { person: Person }) {
  const t = useTranslations('reachability');
  const schedules = useQuery(schedulesOfQuery(person.id)).data ?? [];
  const active = new Set(schedules.filter(({ state }) => state === 'active').map(({ policyId }) => policyId));
  const used = (useQuery(policiesQuery).data ?? []).filter(({ id }) => active.has(id)).slice(0, MOST);
  const simulations = useQueries({
    queries: used.map((policy) => simulationQuery({ policy: definitionOf(policy), personId: person.id })),
  });
  const lost = used.flatMap((policy, index) => {
    const simulation = simulations[index]?.data;
    return simulation ? whyNotReached(simulation, person.id).map((reason) => ({ policy, reason })) : [];
  });
  if (lost.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title={t('policies', { name: person.name })}>
      <List size="sm">
        {lost.map(({ policy, reason }) => (
          <List.Item key={`${policy.id} ${reason}`}>
            <TextLink
              to="/policies/$policyId"
              params={{ policyId: policy.id }}
              size="sm"
              underline="always"
              c="inherit"
            >
              {policy.name}
            </TextLink>
            {`: ${reason}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
