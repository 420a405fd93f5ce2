import { ProblemError } from '@belfry/sdk';
import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { problemTitle } from './problem-words.ts';

interface ProblemNoteProps {
  error: unknown;
  onRetry?: () => void;
}

/** What went wrong, what to quote when asking for help, and a way to try again. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const t = useTranslations('problem');
  const problem = error instanceof ProblemError ? error : null;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle size={18} />}
      title={problemTitle(error, t)}
      role="alert"
      style={{ overflowWrap: 'anywhere' }}
    >
      {problem?.errors.map((field) => (
        <Text size="sm" key={`${field.path} ${field.message}`}>
          <Code>{field.path}</Code> {field.message}
        </Text>
      ))}
      <Group gap="sm" mt="sm">
        {onRetry && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {problem?.requestId && (
          <Text size="xs">
            {t('requestId')} <Code>{problem.requestId}</Code>
          </Text>
        )}
      </Group>
    </Alert>
  );
}
