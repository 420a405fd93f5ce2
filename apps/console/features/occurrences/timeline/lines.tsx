import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../../time/duration.ts';
import type { TimelinePicture } from '../domain/lay-out-timeline.ts';
import { percent } from './axis.tsx';
import classes from './timeline.module.css';

interface LinesProps {
  picture: TimelinePicture;
  /** null once it is closed. */
  nowMs: number | null;
  widthPx: number;
}

const NOW_PX = 56;

/** What lies behind all lanes: the grid, the breaks, and now. */
export function Lines({ picture, nowMs, widthPx }: LinesProps) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const { scale } = picture;
  const nowX = nowMs === null ? null : scale.x(nowMs);
  return (
    <>
      {picture.ticksMs.map((ms) => (
        <span key={ms} className={classes['grid']} style={{ left: percent(scale.x(ms)) }} />
      ))}
      {scale.stretches
        .filter((stretch) => stretch.isBreak)
        .map((stretch) => (
          <span
            key={stretch.fromMs}
            className={classes['break']}
            style={{ left: percent(stretch.from), width: percent(stretch.to - stretch.from) }}
          >
            <span className={classes['breakWord']}>{formatDuration(stretch.toMs - stretch.fromMs, locale)}</span>
          </span>
        ))}
      {nowX !== null && (
        <span
          className={classes['now']}
          data-flip={(1 - nowX) * widthPx < NOW_PX || undefined}
          style={{ left: percent(nowX) }}
        >
          <span className={classes['nowWord']}>{t('now')}</span>
        </span>
      )}
    </>
  );
}
