import { useTranslations } from 'use-intl';
import classes from './simulated-mark.module.css';

/** Stands on everything that never left this machine. */
export function SimulatedMark() {
  const t = useTranslations('simulated');
  return (
    <span className={classes['mark']} title={t('why')}>
      <span className={classes['word']}>{t('word')}</span>
    </span>
  );
}

/** The same stripes without the word, for an edge; the word stands close by. */
export function SimulatedBand() {
  return <span className={classes['band']} aria-hidden="true" />;
}
