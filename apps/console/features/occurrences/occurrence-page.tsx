import { Paper, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { RawJson } from '../../ui/raw-json.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { ActButtons } from './act-buttons.tsx';
import { canComplete, canSkip } from './domain/what-can-be-done.ts';
import { EntryList } from './entry-list.tsx';
import { OccurrenceFacts } from './occurrence-facts.tsx';
import { timelineQuery } from './occurrences-query.ts';
import { TimelinePicture } from './timeline/timeline-picture.tsx';
import { WhatWillHappen } from './what-will-happen.tsx';

const route = getRouteApi('/occurrences/$occurrenceId');

/** One occurrence: what was tried, what came of it, who answered; as a picture and in words. */
export function OccurrencePage() {
  const t = useTranslations('occurrence');
  const { occurrenceId } = route.useParams();
  const timeline = useQuery(timelineQuery(occurrenceId));
  const occurrence = timeline.data?.occurrence;
  return (
    <Page
      actionsAtThumb={occurrence !== undefined && (canComplete(occurrence.state) || canSkip(occurrence.state))}
      title={occurrence?.title ?? t('title')}
      mark={occurrence && <StateMark state={occurrence.state} />}
      description={occurrence && <OccurrenceFacts occurrence={occurrence} />}
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
