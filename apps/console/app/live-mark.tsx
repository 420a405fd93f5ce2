import { VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLiveness } from './live.tsx';
import classes from './live-mark.module.css';

/** Whether what the page shows follows the server by itself. On a phone the word stands there only when it does not. */
export function LiveMark({ compact = false }: { compact?: boolean }) {
  const t = useTranslations('live');
  const liveness = useLiveness();
  const word = t(liveness);
  return (
    <span className={classes['mark']} data-liveness={liveness} role="status" title={t(`${liveness}Why`)}>
      <span className={classes['dot']} />
      {compact && liveness !== 'cut' ? <VisuallyHidden>{word}</VisuallyHidden> : word}
    </span>
  );
}
