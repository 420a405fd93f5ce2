import { Badge } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** What every organisation has from the start. */
const presets = ['Gentle', 'Urgent', 'Critical'];

export function PresetMark({ name }: { name: string }) {
  const t = useTranslations('policies');
  if (!presets.includes(name)) return null;
  return (
    <Badge variant="outline" color="gray" size="sm" title={t('presetHint')}>
      {t('preset')}
    </Badge>
  );
}
