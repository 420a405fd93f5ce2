import type { Schedule } from '@belfry/sdk';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';

export function NextTime({ schedule }: { schedule: Schedule }) {
  const t = useTranslations('reminders');
  if (schedule.nextAt === null) {
    return (
      <Text size="sm" c="dimmed" component="span">
        {t('noNext')}
      </Text>
    );
  }
  return <Instant at={schedule.nextAt} zone={schedule.zone} both />;
}
