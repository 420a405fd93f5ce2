import type { PeopleImport } from '@belfry/sdk';
import { Group, Paper, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';

interface ImportProgressProps {
  /** null: it has just begun. */
  progress: PeopleImport | null;
  /** Rows of the file; null: not known. */
  total: number | null;
  /** How it can be ended early, where it can. */
  children?: ReactNode;
}

export function ImportProgress({ progress, total, children }: ImportProgressProps) {
  const t = useTranslations('peopleImport');
  const locale = useLocale();
  const { rows, dryRun, updated, pending, waiting } = progress ?? {
    ...{ rows: 0, dryRun: true, updated: 0, pending: 0, waiting: false },
  };
  const isChanging = pending > 0;
  // Until the file has been counted it is what has been read.
  const [done, all] = isChanging ? [updated - pending, updated] : [rows, Math.max(rows, total ?? 0)];
  const counted = { rows: done.toLocaleString(locale), total: all.toLocaleString(locale) };
  const phase = waiting ? 'waiting' : isChanging ? 'changing' : dryRun ? 'trying' : 'adding';
  const words = t(phase, counted);
  return (
    <Paper p="md">
      <Group justify="space-between" gap="sm" mb={8}>
        <Text size="sm" role="status">
          {words}
        </Text>
        {children}
      </Group>
      <Progress value={all > 0 ? (done / all) * 100 : 0} animated aria-label={words} />
    </Paper>
  );
}
