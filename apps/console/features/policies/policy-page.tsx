import type { Policy, Schedule } from '@belfry/sdk';
import { Alert, List, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useKeys } from '../../app/keyboard.tsx';
import { Instant } from '../../ui/instant.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { LinkButton, TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { MorePages } from '../../ui/more-pages.tsx';
import { Page } from '../../ui/page.tsx';
import { RawJson } from '../../ui/raw-json.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { schedulesQuery } from '../reminders/schedules-query.ts';
import { definitionOf } from './domain/definition-of.ts';
import { policyQuery, policyVersionsQuery } from './policies-query.ts';
import { PolicyFacts } from './policy-facts.tsx';
import { PolicyPreview } from './policy-preview.tsx';
import { PolicyVersions } from './policy-versions.tsx';
import { PresetMark } from './preset-mark.tsx';
import { RemovePolicy } from './remove-policy.tsx';

const route = getRouteApi('/policies/$policyId');

/** One policy: what it says, what it would do for a person, and who relies on it. */
export function PolicyPage() {
  const t = useTranslations('policyPage');
  const { policyId } = route.useParams();
  const navigate = useNavigate();
  const policy = useQuery(policyQuery(policyId));
  const using = useInfiniteQuery(schedulesQuery({ policyId }));
  const users = using.data?.pages.flatMap((page) => page.data);
  // The policy says when it was made; its newest version, when that was saved.
  const savedAt = useQuery(policyVersionsQuery(policyId)).data?.[0]?.createdAt;
  const { data } = policy;
  useKeys({ e: () => void navigate({ to: '/policies/$policyId/edit', params: { policyId } }) });
  return (
    <Page
      title={data?.name ?? t('title')}
      mark={data && <PresetMark name={data.name} />}
      description={
        data && t.rich('version', { version: data.version, at: () => <Instant at={savedAt ?? data.createdAt} /> })
      }
      actions={
        data && (
          <>
            <LinkButton
              to="/policies/$policyId/edit"
              params={{ policyId }}
              leftSection={<IconPencil size={16} />}
              rightSection={<KeyHint name="e" />}
            >
              {t('edit')}
            </LinkButton>
            <RemovePolicy policy={data} />
            <RawJson value={data} of={data.name} />
          </>
        )
      }
    >
      <Loaded query={policy} skeleton={<RowSkeletons rows={3} height={120} />}>
        {(shown) => (
          <Stack gap="xl">
            <Warnings policy={shown} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
              <PolicyFacts policy={shown} />
              <Section title={t('preview')}>
                <Paper p={{ base: 'md', sm: 'lg' }}>
                  <PolicyPreview policy={definitionOf(shown)} usual={users?.[0]?.personId} />
                </Paper>
              </Section>
            </SimpleGrid>
            <Section title={t('usedBy')}>
              <Loaded query={using} skeleton={<RowSkeletons rows={2} height={24} />}>
                {({ pages }) => <UsedBy users={pages.flatMap((page) => page.data)} />}
              </Loaded>
              <MorePages query={using}>{t('moreUsers')}</MorePages>
            </Section>
            <PolicyVersions policy={shown} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Warnings({ policy: { warnings } }: { policy: Policy }) {
  const t = useTranslations('policyPage');
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title={t('warnings', { count: warnings.length })}>
      <List size="sm">
        {warnings.map(({ path, message }) => (
          <List.Item key={path}>
            {t('warning', { step: Number(/^steps\.(\d+)/.exec(path)?.[1] ?? -1) + 1, message })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function UsedBy({ users }: { users: readonly Schedule[] }) {
  const t = useTranslations('policyPage');
  if (users.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('unused')}
      </Text>
    );
  }
  return (
    <List size="sm">
      {users.map(({ id, title, personName }) => (
        <List.Item key={id}>
          <TextLink to="/reminders/$scheduleId" params={{ scheduleId: id }}>
            {title}
          </TextLink>{' '}
          <Text span c="dimmed" size="sm">
            {personName}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
