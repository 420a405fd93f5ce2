import type { Playground } from '@belfry/sdk';
import { Paper, Progress, Text } from '@mantine/core';
import { IconCheck, IconCircle, IconCircleDot } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import classes from './preparing.module.css';

const steps = ['database', 'programs', 'household'] as const;

/** What is being done, instead of a wheel that turns: it takes a few seconds the first time. */
export function Preparing({ doing }: { doing: Playground['doing'] }) {
  const t = useTranslations('playground.preparing');
  const at = doing === null ? -1 : steps.indexOf(doing);
  return (
    <Paper p="xl" className={classes['panel'] ?? ''} role="status" aria-label={t('title')}>
      <Text fw={600}>{t('title')}</Text>
      <Text size="sm" c="dimmed">
        {t('why')}
      </Text>
      <Progress value={((Math.max(0, at) + 0.5) / steps.length) * 100} size="sm" my="md" aria-label={t('title')} />
      <ol className={classes['steps']}>
        {steps.map((step, index) => {
          const Icon = index < at ? IconCheck : index === at ? IconCircleDot : IconCircle;
          return (
            <li key={step} aria-current={index === at ? 'step' : undefined}>
              <Icon size={18} stroke={1.8} aria-hidden="true" />
              {t(step)}
            </li>
          );
        })}
      </ol>
    </Paper>
  );
}
