import type { Timeline } from '@belfry/sdk';
import { Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useKeys } from '../../app/keyboard.tsx';
import { Instant } from '../../ui/instant.tsx';
import { TextLink } from '../../ui/links.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RawJson } from '../../ui/raw-json.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { ActButtons } from './act-buttons.tsx';
import { canAcknowledge, canComplete } from './domain/what-can-be-done.ts';
import { EntryList } from './entry-list.tsx';
import { timelineQuery } from './occurrences-query.ts';
import { TimelinePicture } from './timeline/timeline-picture.tsx';
import { useAct } from './use-act.ts';
import { WhatWillHappen } from './what-will-happen.tsx';

const route = getRouteApi('/occurrences/$occurrenceId');

/** One occurrence: what was tried, what came of it, who answered; as a picture and in words. */
export function OccurrencePage() {
  const t = useTranslations('occurrence');
  const { occurrenceId } = route.useParams();
  const timeline = useQuery(timelineQuery(occurrenceId));
  const occurrence = timeline.data?.occurrence;
  useActKeys(timeline.data);
  return (
    <Page
      actionsAtThumb={occurrence !== undefined && canComplete(occurrence.state)}
      title={occurrence?.title ?? t('title')}
      mark={occurrence && <StateMark state={occurrence.state} />}
      description={
        occurrence &&
        t.rich('description', {
          person: occurrence.personName,
          at: () => <Instant at={occurrence.dueAt} zone={occurrence.timeZone} distance />,
          reminder: (words) => (
            <TextLink
              to="/reminders/$scheduleId"
              params={{ scheduleId: occurrence.scheduleId }}
              inherit
              underline="always"
            >
              {words}
            </TextLink>
          ),
        })
      }
      actions={
        occurrence && (
          <>
            <ActButtons occurrence={occurrence} withKeys />
            <RawJson value={timeline.data} of={occurrence.title} />
          </>
        )
      }
    >
      <Loaded query={timeline} skeleton={<RowSkeletons rows={2} height={200} />}>
        {(shown) =>
          shown.entries.length === 0 ? (
            <WhatWillHappen occurrence={shown.occurrence} />
          ) : (
            <Stack gap="xl">
              <TimelinePicture timeline={shown} />
              <section aria-labelledby="in-words">
                <Title order={2} id="in-words" mb="sm">
                  {t('inWords')}
                </Title>
                <Paper p={{ base: 'md', sm: 'lg' }}>
                  <EntryList timeline={shown} />
                </Paper>
              </section>
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

function useActKeys(timeline: Timeline | undefined): void {
  const act = useAct();
  const occurrence = timeline?.occurrence;
  const isIdle = !act.isPending;
  useKeys({
    a: () => {
      if (occurrence && isIdle && canAcknowledge(occurrence.state))
        act.mutate({ subject: occurrence, action: 'acknowledge' });
    },
    d: () => {
      if (occurrence && isIdle && canComplete(occurrence.state))
        act.mutate({ subject: occurrence, action: 'complete' });
    },
  });
}
