import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useNowMs } from '../../app/clock.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { isClosed } from '../occurrences/domain/what-can-be-done.ts';
import { occurrencesQuery, timelineQuery } from '../occurrences/occurrences-query.ts';
import { TimelinePicture } from '../occurrences/timeline/timeline-picture.tsx';
import { WhatWillHappen } from '../occurrences/what-will-happen.tsx';
import { BreakIt } from './break-it.tsx';
import { Counters } from './counters.tsx';
import { chapterOf, inFocus } from './domain/tell-story.ts';
import { Journey } from './journey.tsx';
import classes from './living-scene.module.css';
import { Nights } from './nights.tsx';
import { Phones } from './phones.tsx';
import { useScene } from './scene-context.ts';
import { StoryLine } from './story-line.tsx';
import { Transport } from './transport.tsx';
import { useBell } from './use-bell.ts';
import { usePlayer } from './use-player.ts';

const route = getRouteApi('/playground');

/** The household's phones beside the timeline of what concerns them; all of it is read from the playground's own API. */
export function LivingScene() {
  const nowMs = useNowMs();
  const { household } = useScene();
  const bell = useBell();
  const { occurrence: asked } = route.useSearch();
  const occurrences = useQuery(occurrencesQuery({})).data ?? [];
  const shown = occurrences.find(({ id }) => id === asked) ?? inFocus(occurrences, nowMs);
  const timeline = useQuery({ ...timelineQuery(shown?.id ?? ''), enabled: shown !== null }).data;
  const planned = occurrences.filter(({ state }) => state === 'planned');
  const entries = timeline?.entries ?? [];
  const eventsMs = [...planned.map(({ dueAt }) => dueAt), ...entries.map(({ at }) => at)].map((at) => Date.parse(at));
  const isOver = occurrences.length > 0 && planned.length === 0 && occurrences.every(({ state }) => isClosed(state));
  const chapter = timeline && chapterOf(timeline.occurrence.state, timeline.entries, household);
  const isCalm = chapter === 'daughter' || chapter === 'neighbour';
  const player = usePlayer({ nowMs, eventsMs, isCalm, isOver });
  return (
    <div className={classes['scene']}>
      <div className={classes['household']}>
        <Phones onRing={bell.ring} />
      </div>
      <div className={classes['stage']}>
        <Transport player={player} bell={bell} isOver={isOver} />
        <StoryLine timeline={timeline ?? null} />
        {player.error && <ProblemNote error={player.error} onRetry={player.play} />}
        {timeline ? (
          timeline.entries.length > 0 ? (
            <TimelinePicture timeline={timeline} />
          ) : (
            <WhatWillHappen occurrence={timeline.occurrence} />
          )
        ) : (
          <RowSkeletons rows={1} height={280} />
        )}
        <Nights occurrences={occurrences} />
        <Journey onLeave={player.pause} />
        <div className={classes['proof']}>
          <Counters />
          <BreakIt />
        </div>
      </div>
    </div>
  );
}
