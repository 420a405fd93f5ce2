import { Alert, Button, Code, FileButton, Group, List, Paper, Stack, Switch, Text } from '@mantine/core';
import { IconFileUpload, IconUsersPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { greetingMessages } from '../../../messages/en/greetings.ts';
import { LinkButton } from '../../../ui/links.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { withWords } from '../../../ui/with-words.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportReport } from './import-report.tsx';
import { useImport } from './use-import.ts';

/** A file of people, in two steps: it is tried and shows what would come of it, and then it is added, all at once. */
export const ImportPage = withWords(greetingMessages, function ImportPage() {
  const t = useTranslations('peopleImport');
  const [file, setFile] = useState<File | null>(null);
  const [changesExisting, setChangesExisting] = useState(false);
  const forgetChosen = useRef<() => void>(null);
  const attempt = useImport();
  const { report, progress } = attempt;
  const tryOut = (chosen: File | null, changes: boolean) => {
    if (!chosen) return;
    // The same file may be chosen again, when it has been put right.
    forgetChosen.current?.();
    setFile(chosen);
    attempt.reset();
    attempt.send({ file: chosen, isDryRun: true, changesExisting: changes });
  };
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <LinkButton to="/people/imports" variant="default">
            {t('all')}
          </LinkButton>
          <ExportLink />
        </>
      }
    >
      <Stack gap="md" maw={820}>
        <Paper p="md">
          <Stack gap="sm">
            <Text size="sm">{t('columnsHint')}</Text>
            {/* On a phone its lines are longer than the screen: whoever has no pointer scrolls them, too. */}
            <Code block tabIndex={0} role="region" aria-label={t('exampleOf')}>
              {t('example')}
            </Code>
            <Switch
              label={t('changeExisting')}
              description={t('changeExistingHint')}
              checked={changesExisting}
              disabled={attempt.isPending}
              onChange={({ currentTarget: { checked } }) => {
                setChangesExisting(checked);
                // A file that has been added already is left alone.
                if (!report || report.dryRun) tryOut(file, checked);
              }}
            />
            <Group gap="sm">
              <FileButton
                resetRef={forgetChosen}
                accept=".csv,text/csv"
                onChange={(chosen) => tryOut(chosen, changesExisting)}
                disabled={attempt.isPending}
              >
                {(props) => (
                  <Button
                    {...props}
                    leftSection={<IconFileUpload size={16} />}
                    {...(file ? { variant: 'default' } : {})}
                  >
                    {file ? t('other') : t('choose')}
                  </Button>
                )}
              </FileButton>
              {file && <Text size="sm">{file.name}</Text>}
            </Group>
          </Stack>
        </Paper>
        {attempt.isPending && (
          <ImportProgress progress={progress} total={attempt.total}>
            {attempt.canCancel && (
              <Button size="xs" variant="default" onClick={attempt.cancel}>
                {t('cancel')}
              </Button>
            )}
          </ImportProgress>
        )}
        {attempt.isFileChanged && <Alert color="yellow" title={t('fileChanged')} role="alert" />}
        {attempt.brokenOff !== null && <Alert color="red" title={attempt.brokenOff} role="alert" />}
        {attempt.error && <ProblemNote error={attempt.error} onRetry={attempt.retry} />}
        {report && (
          <ImportReport report={report}>
            {report.dryRun && file ? (
              <Button
                leftSection={<IconUsersPlus size={16} />}
                disabled={report.added + report.updated === 0}
                onClick={() => attempt.send({ file, isDryRun: false, changesExisting })}
              >
                {report.updated === 0
                  ? t('add', { count: report.added })
                  : t('addAndChange', { added: report.added, updated: report.updated })}
              </Button>
            ) : (
              <>
                <LinkButton to="/people" search={{}}>
                  {t('toPeople')}
                </LinkButton>
                <LinkButton to="/people/imports/$importId" params={{ importId: report.id }} variant="default">
                  {t('keep')}
                </LinkButton>
              </>
            )}
          </ImportReport>
        )}
        {!file && <Steps />}
      </Stack>
    </Page>
  );
});

function Steps() {
  const t = useTranslations('peopleImport');
  return (
    <List type="ordered" size="sm" spacing={4}>
      <List.Item>{t('stepTry')}</List.Item>
      <List.Item>{t('stepLook')}</List.Item>
      <List.Item>{t('stepAdd')}</List.Item>
    </List>
  );
}

function ExportLink() {
  const t = useTranslations('peopleImport');
  const { baseUrl } = useWorld();
  return (
    <Button component="a" variant="default" href={`${baseUrl}/v1/people/export`} download="people.csv">
      {t('export')}
    </Button>
  );
}
