import { Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

export function Brand() {
  const t = useTranslations('app');
  return (
    <Group gap="sm" wrap="nowrap">
      <img src="/belfry.svg" alt="" width={28} height={28} />
      <Text fw={650} size="lg" component="span">
        {t('name')}
      </Text>
    </Group>
  );
}
