import type { Timeline, TimelineEntry } from '@belfry/sdk';
import { Box, Paper } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useNowMs } from '../../../app/clock.tsx';
import { offsetMs } from '../../../time/wall-clock.ts';
import { layOutTimeline } from '../domain/lay-out-timeline.ts';
import { isClosed } from '../domain/what-can-be-done.ts';
import { withOutcomes } from '../domain/with-outcomes.ts';
import { Axis } from './axis.tsx';
import { CUT_ROW_PX, CutLines, useCuts } from './cuts.tsx';
import { LaneRow } from './lane-row.tsx';
import { Lines } from './lines.tsx';
import { NowLine } from './now-line.tsx';
import classes from './timeline.module.css';
import { useDissolving } from './use-dissolving.ts';
import { WhyPanel } from './why-panel.tsx';

/** How often the picture is laid out anew while time passes; the now-line itself moves every second. */
const LAYOUT_MS = 15_000;
/** A tick's label and some air. */
const TICK_PX = 88;

/** A lane per person and channel, time from left to right. Everything in it is told again in words below it. */
export function TimelinePicture({ timeline }: { timeline: Timeline }) {
  const t = useTranslations('timeline');
  const nowMs = Math.floor(useNowMs(LAYOUT_MS) / LAYOUT_MS) * LAYOUT_MS;
  const { ref, width } = useElementSize();
  const [chosen, choose] = useState<TimelineEntry | null>(null);
  const { occurrence, entries } = timeline;
  const dissolving = useDissolving(entries);
  const closed = isClosed(occurrence.state);
  const { dueAt, timeZone } = occurrence;
  const picture = useMemo(
    () =>
      layOutTimeline({
        entries: [...entries, ...dissolving],
        dueAtMs: Date.parse(dueAt),
        nowMs,
        isClosed: closed,
        tickCount: Math.max(2, Math.floor(width / TICK_PX)),
        offsetMs: offsetMs(Date.parse(dueAt), timeZone),
      }),
    [entries, dissolving, dueAt, timeZone, nowMs, closed, width],
  );
  const cuts = useCuts([...picture.decisions, ...picture.actions], picture.scale, width);
  const shown = chosen && entries.includes(chosen) ? chosen : (entries.findLast(isNews) ?? null);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-label={t('label')}>
      <Box className={classes['picture'] ?? ''} __vars={{ '--foot': `${cuts.rows * CUT_ROW_PX + 4}px` }}>
        <Axis picture={picture} zone={timeZone} widthPx={width} />
        {/* Measures the track; the lines lie over all lanes. */}
        <div className={classes['lines']} ref={ref}>
          <Lines picture={picture} />
          {!closed && <NowLine scale={picture.scale} widthPx={width} />}
          <CutLines cuts={cuts} chosen={shown} onChoose={choose} />
        </div>
        {picture.lanes.map((lane) => (
          <LaneRow
            key={lane.key}
            lane={lane}
            scale={picture.scale}
            nowMs={nowMs}
            widthPx={width}
            dissolving={dissolving}
            chosen={lane.marks.some(({ entry }) => entry === shown) ? shown : null}
            onChoose={choose}
          />
        ))}
      </Box>
      <WhyPanel chosen={withOutcomes(entries).find(({ entry }) => entry === shown) ?? null} zone={timeZone} />
    </Paper>
  );
}

/** What the panel tells of while nothing has been chosen: the last thing that happened. */
function isNews(entry: TimelineEntry): boolean {
  return entry.type === 'attempt' || entry.type === 'action' || entry.type === 'decision';
}
