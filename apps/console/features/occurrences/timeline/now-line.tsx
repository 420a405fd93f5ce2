import { useTranslations } from 'use-intl';
import { useNowMs } from '../../../app/clock.tsx';
import type { TimeScale } from '../domain/time-scale.ts';
import { percent } from './axis.tsx';
import classes from './timeline.module.css';

const SECOND_MS = 1_000;
const WORD_PX = 56;

/** Moves every second, apart from the picture: hundreds of marks need not be drawn again for it. */
export function NowLine({ scale, widthPx }: { scale: TimeScale; widthPx: number }) {
  const t = useTranslations('timeline');
  const x = scale.x(useNowMs(SECOND_MS));
  return (
    <span
      className={classes['now']}
      data-flip={(1 - x) * widthPx < WORD_PX || undefined}
      style={{ transform: `translateX(${percent(x)})` }}
    >
      <span className={classes['nowWord']}>{t('now')}</span>
    </span>
  );
}
