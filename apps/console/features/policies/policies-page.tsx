import type { Policy } from '@belfry/sdk';
import { Group, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconStairs } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { useRowKeys } from '../../ui/use-row-keys.ts';
import { usePeopleById } from '../people/use-people-by-id.ts';
import { targetsOf } from './domain/definition-of.ts';
import { previewLadder, type Reachable } from './domain/preview-ladder.ts';
import { Ladder } from './ladder.tsx';
import { policiesQuery } from './policies-query.ts';
import { PresetMark } from './preset-mark.tsx';

export function PoliciesPage() {
  const t = useTranslations('policies');
  const policies = useQuery(policiesQuery);
  const people = usePeopleById(policies.data?.flatMap(targetsOf) ?? []);
  const rows = useRowKeys<HTMLDivElement>();
  const create = (
    <LinkButton to="/policies/new" leftSection={<IconPlus size={16} />}>
      {t('create')}
    </LinkButton>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      <Loaded query={policies} skeleton={<RowSkeletons rows={3} height={160} />}>
        {(known) =>
          known.length === 0 ? (
            <Nothing icon={<IconStairs size={32} stroke={1.5} />} title={t('noneTitle')} hint={t('noneHint')} />
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" ref={rows}>
              {known.map((policy) => (
                <PolicyCard key={policy.id} policy={policy} people={people} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Page>
  );
}

function PolicyCard({ policy, people }: { policy: Policy; people: readonly Reachable[] | null }) {
  const t = useTranslations('policies');
  return (
    <Paper component="article" p={{ base: 'md', sm: 'lg' }}>
      <Group justify="space-between" mb="md" wrap="nowrap" align="flex-start">
        <Group gap="sm">
          <Title order={2}>
            <TextLink data-row to="/policies/$policyId" params={{ policyId: policy.id }} inherit>
              {policy.name}
            </TextLink>
          </Title>
          <PresetMark name={policy.name} />
        </Group>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t('version', { version: policy.version })}
        </Text>
      </Group>
      {policy.warnings.length > 0 && (
        <Group gap={6} mb="sm" wrap="nowrap" align="flex-start" c="var(--state-failed)">
          <IconAlertTriangle size={16} style={{ flexShrink: 0, marginTop: 2 }} aria-hidden="true" />
          <Text size="sm">{t('warnings', { count: policy.warnings.length })}</Text>
        </Group>
      )}
      <Ladder
        label={t('steps', { name: policy.name })}
        rungs={previewLadder(policy.steps, { self: null, people, firstAtMs: null })}
      />
    </Paper>
  );
}
