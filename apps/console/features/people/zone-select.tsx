import { useTranslations } from 'use-intl';
import { SearchSelect } from '../../ui/search-select.tsx';
import { useZoneOptions } from './use-zone-options.tsx';

interface ZoneSelectProps {
  value: string;
  /** Empty: none has been chosen. */
  onChange(zone: string): void;
  error?: string | undefined;
}

export function ZoneSelect({ value, onChange, error }: ZoneSelectProps) {
  const t = useTranslations('person');
  return (
    <SearchSelect
      {...useZoneOptions(value)}
      label={t('timeZone')}
      description={t('timeZoneHint')}
      required
      value={value || null}
      nothingFoundMessage={t('noZone')}
      error={error}
      onChange={(zone) => onChange(zone ?? '')}
    />
  );
}
