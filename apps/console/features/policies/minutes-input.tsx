import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../time/duration.ts';
import { NumberField } from '../../ui/number-field.tsx';

interface MinutesInputProps {
  label: string;
  description?: string;
  value: number;
  min?: number;
  error?: string | boolean | undefined;
  onChange(minutes: number): void;
}

const A_WEEK_MINUTES = 7 * 24 * 60;
const minuteMs = 60_000;

/** A duration in minutes; beyond an hour it says what that is. */
export function MinutesInput({ label, description, value, min = 0, error, onChange }: MinutesInputProps) {
  const t = useTranslations('policyForm');
  const locale = useLocale();
  const isLong = value > 60;
  return (
    <NumberField
      label={label}
      description={description}
      suffix={isLong ? formatDuration(value * minuteMs, locale) : t('minutesSuffix')}
      min={min}
      max={A_WEEK_MINUTES}
      maw={320}
      value={value}
      error={error}
      rightSectionWidth={120}
      onChange={onChange}
    />
  );
}
