import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../time/duration.ts';

/** `At once`, `T+15 min`. */
export function useAfter(): (afterMs: number) => string {
  const t = useTranslations('ladder');
  const locale = useLocale();
  return (afterMs) => (afterMs === 0 ? t('atOnce') : t('after', { duration: formatDuration(afterMs, locale) }));
}
