import { Select, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../app/clock.tsx';
import { formatOffset, formatTime } from '../../time/format-instant.ts';
import { findZones } from './domain/find-zones.ts';

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];
const SHOWN = 40;

interface ZoneSelectProps {
  value: string;
  onChange(zone: string): void;
  error?: string | undefined;
}

export function ZoneSelect({ value, onChange, error }: ZoneSelectProps) {
  const t = useTranslations('person');
  const nowMs = useNowMs();
  // A zone the browser spells differently (Asia/Calcutta, Asia/Kolkata) must still be shown as it is.
  const data = zones.includes(value) || value === '' ? zones : [value, ...zones];
  return (
    <Select
      label={t('timeZone')}
      description={t('timeZoneHint')}
      required
      searchable
      allowDeselect={false}
      data={data}
      value={value}
      limit={SHOWN}
      nothingFoundMessage={t('noZone')}
      error={error}
      onChange={(zone) => zone !== null && onChange(zone)}
      filter={({ search }) => findZones(data, search).map((zone) => ({ value: zone, label: zone }))}
      renderOption={({ option }) => (
        <>
          <span>{option.value.replaceAll('_', ' ')}</span>
          <Text component="time" size="xs" c="dimmed" ml="auto">
            {formatTime(nowMs, option.value, 'en')} {formatOffset(nowMs, option.value)}
          </Text>
        </>
      )}
    />
  );
}
