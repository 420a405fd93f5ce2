import type { TimelineEntry } from '@belfry/sdk';
import { useLocale, useTranslations } from 'use-intl';
import { formatDuration } from '../../../time/duration.ts';
import { Shape } from '../../../ui/shape.tsx';
import { toneOf } from '../../../ui/tone.ts';
import type { TimelinePicture } from '../domain/lay-out-timeline.ts';
import { useEntryWords } from '../entry-words.ts';
import { percent } from './axis.tsx';
import classes from './timeline.module.css';

interface LinesProps {
  picture: TimelinePicture;
  /** null once it is closed. */
  nowMs: number | null;
  widthPx: number;
  chosen: TimelineEntry | null;
  onChoose(entry: TimelineEntry): void;
}

/** What goes through all lanes: the grid, the breaks, now, and every action, which cuts them. */
export function Lines({ picture, nowMs, widthPx, chosen, onChoose }: LinesProps) {
  const t = useTranslations('timeline');
  const words = useEntryWords();
  const locale = useLocale();
  const { scale } = picture;
  const WORD_PX = 200;
  const isFarRight = (x: number) => x * widthPx > widthPx - WORD_PX;
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
      {nowMs !== null && (
        <span
          className={classes['now']}
          data-flip={isFarRight(scale.x(nowMs)) || undefined}
          style={{ left: percent(scale.x(nowMs)) }}
        >
          <span className={classes['nowWord']}>{t('now')}</span>
        </span>
      )}
      {[...picture.decisions, ...picture.actions].map((entry) => {
        const x = scale.x(Date.parse(entry.at));
        const tone = entry.type === 'planned' ? 'planned' : toneOf(entry.status);
        return (
          <span
            key={`${entry.at} ${entry.type} ${entry.status}`}
            className={classes['action']}
            data-tone={tone}
            data-type={entry.type}
            data-flip={isFarRight(x) || undefined}
            style={{ left: percent(x) }}
          >
            <button
              type="button"
              className={classes['actionWord']}
              aria-pressed={chosen === entry}
              onClick={() => onChoose(entry)}
              onFocus={() => onChoose(entry)}
              onPointerEnter={() => onChoose(entry)}
            >
              <Shape tone={tone} />
              {words(entry)}
            </button>
          </span>
        );
      })}
    </>
  );
}
