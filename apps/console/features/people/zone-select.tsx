import { Select } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useZoneOptions } from './use-zone-options.tsx';

interface ZoneSelectProps {
  value: string;
  onChange(zone: string): void;
  error?: string | undefined;
}

export function ZoneSelect({ value, onChange, error }: ZoneSelectProps) {
  const t = useTranslations('person');
  return (
    <Select
      {...useZoneOptions(value)}
      label={t('timeZone')}
      description={t('timeZoneHint')}
      required
      allowDeselect={false}
      value={value}
      nothingFoundMessage={t('noZone')}
      error={error}
      onChange={(zone) => zone !== null && onChange(zone)}
    />
  );
}
