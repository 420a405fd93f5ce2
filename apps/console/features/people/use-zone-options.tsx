import { type ComboboxItem, Text } from '@mantine/core';
import { useNowMs } from '../../app/clock.tsx';
import { formatOffset, formatTime } from '../../time/format-instant.ts';
import { findZones } from './domain/find-zones.ts';

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];
const SHOWN = 40;

/** What a choice of time zones offers, with what time it is there. @param value what is chosen, or empty */
export function useZoneOptions(value: string) {
  const nowMs = useNowMs();
  // A zone the browser spells differently (Asia/Calcutta, Asia/Kolkata) must still be shown as it is.
  const data = zones.includes(value) || value === '' ? zones : [value, ...zones];
  return {
    data,
    limit: SHOWN,
    filter: ({ search }: { search: string }) => findZones(data, search).map((zone) => ({ value: zone, label: zone })),
    renderOption: ({ option }: { option: ComboboxItem }) => (
      <>
        <span>{option.value.replaceAll('_', ' ')}</span>
        <Text component="time" size="xs" c="dimmed" ml="auto">
          {formatTime(nowMs, option.value, 'en')} {formatOffset(nowMs, option.value)}
        </Text>
      </>
    ),
  } as const;
}
