import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { settingsMessages } from '../../messages/en/settings.ts';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { withWords } from '../../ui/with-words.tsx';
import { Delivery } from './delivery.tsx';
import { LimitsForm } from './limits-form.tsx';
import { settingsQuery } from './settings-query.ts';

/** What holds for everybody: whether anything is sent at all, and how much at once. */
export const SettingsPage = withWords(settingsMessages, function SettingsPage() {
  const t = useTranslations('settings');
  const settings = useQuery(settingsQuery);
  return (
    <Page title={t('title')} description={t('description')}>
      <Loaded query={settings} skeleton={<RowSkeletons rows={3} height={96} />}>
        {(known) => (
          <Stack gap="xl">
            <Section title={t('delivery')}>
              <Delivery settings={known} />
            </Section>
            <Section title={t('limits')} hint={t('limitsHint')}>
              <LimitsForm settings={known} />
            </Section>
            <Section title={t('holidays')} hint={t('holidaysHint')}>
              <TextLink to="/settings/holiday-calendars">{t('holidaysOpen')}</TextLink>
            </Section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
});
