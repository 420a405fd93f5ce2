import type { TimelineEntry } from '@belfry/sdk';
import { Shape } from '../../../ui/shape.tsx';
import { toneOf } from '../../../ui/tone.ts';
import { stackMarks } from '../domain/stack-marks.ts';
import type { TimeScale } from '../domain/time-scale.ts';
import { useEntryWords } from '../entry-words.ts';
import { percent } from './axis.tsx';
import classes from './timeline.module.css';

interface Cut {
  entry: TimelineEntry;
  words: string;
  x: number;
  /** Its words stand left of the line, where there is no room on the right. */
  isFlipped: boolean;
  row: number;
}

export interface Cuts {
  all: Cut[];
  rows: number;
}

/** About what a letter of the label takes, and its shape with padding. */
const LETTER_PX = 7.5;
const AROUND_PX = 44;
export const CUT_ROW_PX = 28;

/** Lines with words at their foot; words that would lie on one another go to rows of their own. */
export function useCuts(entries: readonly TimelineEntry[], scale: TimeScale, widthPx: number): Cuts {
  const words = useEntryWords();
  const placed = entries
    .map((entry) => {
      const x = scale.x(Date.parse(entry.at));
      const label = words(entry);
      const wordsPx = label.length * LETTER_PX + AROUND_PX;
      // Left of the line only where there is room: cut off at the end they can still be read, at the beginning not.
      const isFlipped = x * widthPx + wordsPx > widthPx && x * widthPx >= wordsPx;
      const fromPx = isFlipped ? x * widthPx - wordsPx : x * widthPx;
      return { entry, words: label, x, isFlipped, fromPx, toPx: fromPx + wordsPx };
    })
    .sort((a, b) => a.fromPx - b.fromPx);
  const rows = stackMarks(placed);
  const all = placed.map(({ entry, words: label, x, isFlipped }, index) => ({
    entry,
    words: label,
    x,
    isFlipped,
    row: rows[index] ?? 0,
  }));
  return { all, rows: Math.max(0, ...rows) + 1 };
}

interface CutLinesProps {
  cuts: Cuts;
  chosen: TimelineEntry | null;
  onChoose(entry: TimelineEntry): void;
}

export function CutLines({ cuts, chosen, onChoose }: CutLinesProps) {
  return cuts.all.map(({ entry, words, x, isFlipped, row }) => {
    const tone = entry.type === 'planned' ? 'planned' : toneOf(entry.status);
    const choose = () => onChoose(entry);
    return (
      <span
        key={`${entry.at} ${entry.type} ${entry.status}`}
        className={classes['action']}
        data-tone={tone}
        data-type={entry.type}
        data-flip={isFlipped || undefined}
        style={{ left: percent(x), bottom: (cuts.rows - 1 - row) * CUT_ROW_PX }}
      >
        <button
          type="button"
          className={classes['actionWord']}
          aria-pressed={chosen === entry}
          onClick={choose}
          onFocus={choose}
          onPointerEnter={choose}
        >
          <Shape tone={tone} />
          {words}
        </button>
      </span>
    );
  });
}
