import type { Schedule } from '@belfry/sdk';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Instant } from '../../ui/instant.tsx';

interface NextTimeProps {
  schedule: Schedule;
  zone: string | undefined;
}

export function NextTime({ schedule, zone }: NextTimeProps) {
  const t = useTranslations('reminders');
  if (schedule.nextAt === null) {
    return (
      <Text size="sm" c="dimmed" component="span">
        {t('noNext')}
      </Text>
    );
  }
  return <Instant at={schedule.nextAt} zone={zone} both />;
}
