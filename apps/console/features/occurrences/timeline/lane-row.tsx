import type { TimelineEntry } from '@belfry/sdk';
import { type CSSProperties, memo } from 'react';
import { useTranslations } from 'use-intl';
import { ChannelIcon } from '../../../ui/channel-icon.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { useStateWord } from '../../../ui/state-mark.tsx';
import { toneOf } from '../../../ui/tone.ts';
import type { Lane, Mark } from '../domain/lay-out-timeline.ts';
import { stackMarks } from '../domain/stack-marks.ts';
import type { TimeScale } from '../domain/time-scale.ts';
import { useEntryWords } from '../entry-words.ts';
import { percent } from './axis.tsx';
import classes from './timeline.module.css';

interface LaneRowProps {
  lane: Lane;
  scale: TimeScale;
  nowMs: number;
  widthPx: number;
  dissolving: readonly TimelineEntry[];
  chosen: TimelineEntry | null;
  onChoose(entry: TimelineEntry): void;
}

/** The least that a finger hits (WCAG 2.2, 2.5.8), and the distance of stacked rows. */
const MARK_PX = 24;
const ROW_PX = 28;
const PADDING_PX = 16;

/** Drawn again only when something in it has changed: pointing at a mark touches its own lane alone. */
export const LaneRow = memo(function LaneRow({
  lane,
  scale,
  nowMs,
  widthPx,
  dissolving,
  chosen,
  onChoose,
}: LaneRowProps) {
  const t = useTranslations('timeline');
  const extents = lane.marks.map((mark) => {
    const from = scale.x(mark.fromMs);
    const to = scale.x(mark.toMs ?? (mark.kind === 'attempt' ? Math.max(nowMs, mark.fromMs) : mark.fromMs));
    const fromPx = Math.min(from * widthPx, widthPx - MARK_PX);
    return { from, width: to - from, fromPx, toPx: Math.max(to * widthPx, fromPx + MARK_PX) };
  });
  const rows = stackMarks(extents);
  const height = PADDING_PX * 2 + MARK_PX + Math.max(0, ...rows) * ROW_PX;
  return (
    <div className={classes['lane']}>
      <div className={classes['label']}>
        <span className={classes['who']}>
          {lane.channel !== null && <ChannelIcon channel={lane.channel} />}
          {lane.personName ?? t('somebody')}
        </span>
        {lane.address !== null && <span className={classes['address']}>{lane.address}</span>}
      </div>
      <div className={classes['track']} style={{ height }}>
        {lane.marks.map((mark, index) => (
          <MarkButton
            key={mark.key}
            mark={mark}
            isChosen={chosen === mark.entry}
            isDissolving={dissolving.includes(mark.entry)}
            onChoose={onChoose}
            style={{
              left: `min(${percent(extents[index]?.from ?? 0)}, 100% - ${MARK_PX}px)`,
              width: `max(${percent(extents[index]?.width ?? 0)}, ${MARK_PX}px)`,
              top: PADDING_PX + (rows[index] ?? 0) * ROW_PX,
            }}
          />
        ))}
      </div>
    </div>
  );
});

interface MarkButtonProps {
  mark: Mark;
  isChosen: boolean;
  isDissolving: boolean;
  onChoose(entry: TimelineEntry): void;
  style: CSSProperties;
}

function MarkButton({ mark, isChosen, isDissolving, onChoose, style }: MarkButtonProps) {
  const words = useEntryWords();
  const stateWord = useStateWord();
  const tone = toneOf(mark.status);
  const choose = () => onChoose(mark.entry);
  return (
    <button
      type="button"
      className={classes['mark']}
      data-tone={tone}
      data-dissolving={isDissolving || undefined}
      aria-label={`${words(mark.entry)}: ${stateWord(mark.status)}`}
      aria-pressed={isChosen}
      onClick={choose}
      onFocus={choose}
      onPointerEnter={choose}
      style={style}
    >
      <Shape tone={tone} />
    </button>
  );
}
