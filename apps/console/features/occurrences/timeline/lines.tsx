import { useLocale } from 'use-intl';
import { formatDuration } from '../../../time/duration.ts';
import type { TimelinePicture } from '../domain/lay-out-timeline.ts';
import { percent } from './axis.tsx';
import classes from './timeline.module.css';

/** What lies behind all lanes: the grid and the breaks. */
export function Lines({ picture }: { picture: TimelinePicture }) {
  const locale = useLocale();
  const { scale } = picture;
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
    </>
  );
}
