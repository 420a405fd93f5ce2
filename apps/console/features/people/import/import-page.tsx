import { Button, Code, FileButton, Group, List, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconFileUpload, IconUsersPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useWorld } from '../../../app/api.ts';
import { greetingMessages } from '../../../messages/en/greetings.ts';
import { LinkButton } from '../../../ui/links.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { withWords } from '../../../ui/with-words.tsx';
import { ImportReport } from './import-report.tsx';
import { useImport } from './use-import.ts';

/** A file of people, in two steps: it is tried and shows what would come of it, and then it is added, all at once. */
export const ImportPage = withWords(greetingMessages, function ImportPage() {
  const t = useTranslations('peopleImport');
  const [file, setFile] = useState<File | null>(null);
  const attempt = useImport();
  const { report, progress } = attempt;
  const choose = (chosen: File | null) => {
    if (!chosen) return;
    setFile(chosen);
    attempt.reset();
    attempt.send({ file: chosen, isDryRun: true });
  };
  return (
    <Page title={t('title')} description={t('description')} actions={<ExportLink />}>
      <Stack gap="md" maw={820}>
        <Paper p="md">
          <Stack gap="sm">
            <Text size="sm">{t('columnsHint')}</Text>
            {/* On a phone its lines are longer than the screen: whoever has no pointer scrolls them, too. */}
            <Code block tabIndex={0} role="region" aria-label={t('exampleOf')}>
              {t('example')}
            </Code>
            <Group gap="sm">
              <FileButton accept=".csv,text/csv" onChange={choose} disabled={attempt.isPending}>
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
          <Working rows={progress?.rows ?? 0} total={attempt.total} isDryRun={progress?.dryRun ?? true} />
        )}
        {attempt.error && <ProblemNote error={attempt.error} />}
        {report && (
          <ImportReport report={report}>
            {report.dryRun && file ? (
              <Button
                leftSection={<IconUsersPlus size={16} />}
                disabled={report.added === 0}
                onClick={() => attempt.send({ file, isDryRun: false })}
              >
                {t('add', { count: report.added })}
              </Button>
            ) : (
              <LinkButton to="/people" search={{}}>
                {t('toPeople')}
              </LinkButton>
            )}
          </ImportReport>
        )}
        {!file && <Steps />}
      </Stack>
    </Page>
  );
});

interface WorkingProps {
  rows: number;
  /** null: not known yet. */
  total: number | null;
  isDryRun: boolean;
}

function Working({ rows, total, isDryRun }: WorkingProps) {
  const t = useTranslations('peopleImport');
  const locale = useLocale();
  const counted = {
    rows: rows.toLocaleString(locale),
    // Until the file has been counted it is what has been read.
    total: Math.max(rows, total ?? 0).toLocaleString(locale),
  };
  const words = isDryRun ? t('trying', counted) : t('adding', counted);
  return (
    <Paper p="md">
      <Text size="sm" mb={8} role="status">
        {words}
      </Text>
      <Progress value={total ? Math.min(100, (rows / total) * 100) : 0} animated aria-label={words} />
    </Paper>
  );
}

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
