import { Stack, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMe } from '../../app/me.ts';
import { LinkButton } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { peopleQuery } from '../people/people-query.ts';
import { WarningsNote } from '../warnings/warnings-note.tsx';
import { ComingUp } from './coming-up.tsx';
import { DeadLettersNote } from './dead-letters-note.tsx';
import { NeedsAHuman } from './needs-a-human.tsx';

/** Is anybody waiting? And if so, what can be done about it at once. */
export function HomePage() {
  const t = useTranslations('home');
  const isSandbox = useMe().channels === 'sandbox';
  const people = useQuery(peopleQuery).data;
  // A fresh installation has nothing to show but what it can do.
  if (isSandbox && people?.length === 0) return <Navigate to="/playground" replace />;
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <LinkButton to="/reminders/new" leftSection={<IconPlus size={16} />}>
          {t('create')}
        </LinkButton>
      }
    >
      <Stack gap="xl">
        <DeadLettersNote />
        <WarningsNote />
        <NeedsAHuman />
        <section aria-labelledby="coming-up">
          <Title order={2} id="coming-up" mb="sm">
            {t('comingUp')}
          </Title>
          <ComingUp />
        </section>
      </Stack>
    </Page>
  );
}
