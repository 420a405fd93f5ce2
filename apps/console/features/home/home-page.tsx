import { Stack, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { LinkButton } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { ComingUp } from './coming-up.tsx';
import { NeedsAHuman } from './needs-a-human.tsx';

/** Is anybody waiting? And if so, what can be done about it at once. */
export function HomePage() {
  const t = useTranslations('home');
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
