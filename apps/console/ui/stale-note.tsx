import { ProblemError } from '@belfry/sdk';
import { Alert, Button, Text } from '@mantine/core';
import { IconRefresh, IconUsersGroup } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';

/** Whether somebody else changed it between reading and saving (412). */
export function isStaleEdit(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}

/** Says that nothing was overwritten, and takes the form to what stands there now. */
export function StaleNote({ onReload }: { onReload(): void }) {
  const t = useTranslations('stale');
  return (
    <Alert color="yellow" icon={<IconUsersGroup size={18} />} title={t('title')} role="alert">
      <Text size="sm" mb="sm">
        {t('hint')}
      </Text>
      <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onReload}>
        {t('reload')}
      </Button>
    </Alert>
  );
}
