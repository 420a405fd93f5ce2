import { Button, Group, Paper, Stack, TextInput } from '@mantine/core';
import { IconCake, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { greetingMessages } from '../../messages/en/greetings.ts';
import { readersZone, wallTimeAt } from '../../time/wall-clock.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Nothing } from '../../ui/nothing.tsx';
import { Page } from '../../ui/page.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { Section } from '../../ui/section.tsx';
import { withWords } from '../../ui/with-words.tsx';
import { DayPicture } from './day-picture.tsx';
import { DayTotals } from './day-totals.tsx';
import { GreetingSettingsForm } from './greeting-settings-form.tsx';
import { greetingSettingsQuery, latenessQuery, planQuery, yearQuery } from './greetings-query.ts';
import { LatenessPicture } from './lateness-picture.tsx';
import { Occasions } from './occasions.tsx';
import { YearPicture } from './year-picture.tsx';
import { ZoneTable } from './zone-table.tsx';

const route = getRouteApi('/greetings');
const dayMs = 86_400_000;

/** A day's greetings all over the world: what is planned, gone, late; and what holds for all of them. */
export const GreetingsPage = withWords(greetingMessages, function GreetingsPage() {
  const t = useTranslations('greetings');
  const nowMs = useNowMs();
  const { date = wallTimeAt(nowMs, readersZone()).date } = route.useSearch();
  const year = useQuery(yearQuery(Number(date.slice(0, 4))));
  const settings = useQuery(greetingSettingsQuery);
  const plan = useQuery({
    ...planQuery(date, settings.data),
    enabled: !settings.isPending,
    // While other settings reach people; another day's figures would be taken for those of the chosen one.
    placeholderData: (last) => (last?.date === date ? last : undefined),
  });
  return (
    <Page title={t('title')} description={t('description')} actions={<DayChoice date={date} />} wide>
      <Stack gap="xl">
        <Loaded query={plan} skeleton={<RowSkeletons rows={6} height={32} />}>
          {(known) =>
            known.zones.length === 0 ? (
              <Nothing
                icon={<IconCake size={32} stroke={1.5} />}
                title={t('nobody')}
                hint={settings.data?.enabled === false ? t('switchedOff') : t('nobodyHint')}
              />
            ) : (
              <Stack gap="md">
                <DayTotals plan={known} />
                <Paper p="sm">
                  <DayPicture plan={known} />
                </Paper>
                <ZoneTable plan={known} />
                {known.total.gone > 0 && <Lateness date={known.date} />}
              </Stack>
            )
          }
        </Loaded>
        <Section title={t('year', { year: date.slice(0, 4) })} hint={t('yearHint')}>
          <Loaded query={year} skeleton={<RowSkeletons rows={1} height={140} />}>
            {(known) => (
              <Paper p="sm">
                <YearPicture key={known.year} year={known} date={date} />
              </Paper>
            )}
          </Loaded>
        </Section>
        <Occasions />
        <Section title={t('forAll')} hint={t('forAllHint')}>
          <Loaded query={settings} skeleton={<RowSkeletons rows={2} height={60} />}>
            {(known) => <GreetingSettingsForm settings={known} />}
          </Loaded>
        </Section>
      </Stack>
    </Page>
  );
});

function Lateness({ date }: { date: string }) {
  const t = useTranslations('greetings');
  const lateness = useQuery(latenessQuery(date));
  return (
    <Section title={t('lateness')} hint={t('latenessHint')}>
      <Paper p="sm">
        <Loaded query={lateness} skeleton={<RowSkeletons rows={8} height={22} />}>
          {(known) => <LatenessPicture lateness={known} />}
        </Loaded>
      </Paper>
    </Section>
  );
}

function DayChoice({ date }: { date: string }) {
  const t = useTranslations('greetings');
  const navigate = useNavigate();
  const go = (to: string) => void navigate({ to: '/greetings', search: { date: to }, replace: true });
  const shift = (days: number) => go(new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10));
  return (
    <Group gap={6} wrap="nowrap">
      <Button variant="default" px={10} aria-label={t('dayBefore')} onClick={() => shift(-1)}>
        <IconChevronLeft size={16} />
      </Button>
      <TextInput
        type="date"
        aria-label={t('day')}
        value={date}
        required
        onChange={({ currentTarget }) => currentTarget.value !== '' && go(currentTarget.value)}
      />
      <Button variant="default" px={10} aria-label={t('dayAfter')} onClick={() => shift(1)}>
        <IconChevronRight size={16} />
      </Button>
    </Group>
  );
}
