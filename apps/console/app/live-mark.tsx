import { VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLiveness } from './live.tsx';
import classes from './live-mark.module.css';

/** Whether what the page shows follows the server by itself. On a phone its word stands in the banner below. */
export function LiveMark({ compact = false }: { compact?: boolean }) {
  const t = useTranslations('live');
  const liveness = useLiveness();
  const word = t(liveness);
  return (
    <span className={classes['mark']} data-liveness={liveness} role="status" title={t(`${liveness}Why`)}>
      <span className={classes['dot']} />
      {compact ? <VisuallyHidden>{word}</VisuallyHidden> : word}
    </span>
  );
}

/** For a phone, where the mark has no room for words: under the header, only while the page is not live. */
export function CutBanner() {
  const t = useTranslations('live');
  return useLiveness() === 'cut' && <p className={classes['banner']}>{t('cut')}</p>;
}
