import { NumberInput } from '@mantine/core';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../time/duration.ts';

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
    <NumberInput
      label={label}
      description={description}
      suffix={t('minutesSuffix')}
      min={min}
      max={A_WEEK_MINUTES}
      maw={320}
      value={value}
      error={error}
      rightSectionWidth={isLong ? 120 : undefined}
      rightSection={isLong ? <small>{formatDuration(value * minuteMs, locale)}</small> : undefined}
      onChange={(minutes) => onChange(Math.max(min, Number(minutes) || 0))}
    />
  );
}
