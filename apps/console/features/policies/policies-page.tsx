import { Group, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { IconPlus, IconStairs } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { peopleQuery } from '../people/people-query.ts';
import { previewLadder } from './domain/preview-ladder.ts';
import { Ladder } from './ladder.tsx';
import { policiesQuery } from './policies-query.ts';

export function PoliciesPage() {
  const t = useTranslations('policies');
  const policies = useQuery(policiesQuery);
  const people = useQuery(peopleQuery).data ?? [];
  return (
    <Page title={t('title')} description={t('description')}>
      <Loaded query={policies} skeleton={<RowSkeletons rows={3} height={160} />}>
        {(known) =>
          known.length === 0 ? (
            <Nothing
              icon={<IconStairs size={32} stroke={1.5} />}
              title={t('noneTitle')}
              hint={t('noneHint')}
              action={
                <LinkButton to="/reminders/new" leftSection={<IconPlus size={16} />} mt="sm">
                  {t('create')}
                </LinkButton>
              }
            />
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
              {known.map((policy) => (
                <Paper key={policy.id} component="article" p="lg">
                  <Group justify="space-between" mb="md">
                    <Title order={2}>{policy.name}</Title>
                    <Text size="xs" c="dimmed">
                      {t('version', { version: policy.version })}
                    </Text>
                  </Group>
                  <Ladder
                    label={t('steps', { name: policy.name })}
                    rungs={previewLadder(policy.steps, { self: null, people, firstAtMs: null })}
                  />
                </Paper>
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Page>
  );
}
