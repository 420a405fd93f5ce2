import { Alert, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { greetingMessages } from '../../../messages/en/greetings.ts';
import { Instant } from '../../../ui/instant.tsx';
import { LinkButton } from '../../../ui/links.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Page } from '../../../ui/page.tsx';
import { RawJson } from '../../../ui/raw-json.tsx';
import { RowSkeletons } from '../../../ui/row-skeletons.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { withWords } from '../../../ui/with-words.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportReport } from './import-report.tsx';
import { importQuery } from './imports-query.ts';

const route = getRouteApi('/people/imports/$importId');

/** What has come of one file, whenever and by whomever it was sent. */
export const ImportReportPage = withWords(greetingMessages, function ImportReportPage() {
  const t = useTranslations('peopleImport');
  const { importId } = route.useParams();
  const found = useQuery(importQuery(importId));
  const { data } = found;
  return (
    <Page
      title={t('one')}
      mark={data && <StateMark state={data.state} />}
      description={data && <Instant at={data.startedAt} distance />}
      actions={
        <>
          <LinkButton to="/people/imports" variant="default">
            {t('all')}
          </LinkButton>
          {data && <RawJson value={data} of={t('one')} />}
        </>
      }
    >
      <Loaded query={found} skeleton={<RowSkeletons rows={2} height={80} />}>
        {(shown) => (
          <Stack gap="md" maw={820}>
            {shown.state === 'running' && <ImportProgress progress={shown} total={null} />}
            {shown.state === 'failed' && <Alert color="red" title={shown.problem ?? t('failed')} role="alert" />}
            {shown.state === 'done' && (
              <ImportReport report={shown}>
                {shown.dryRun ? (
                  <LinkButton to="/people/import">{t('title')}</LinkButton>
                ) : (
                  <LinkButton to="/people" search={{}}>
                    {t('toPeople')}
                  </LinkButton>
                )}
              </ImportReport>
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
});
