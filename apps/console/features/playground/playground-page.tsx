import { dataOf } from '@belfry/sdk';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { playgroundMessages } from '../../messages/en/playground.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { SimulatedMark } from '../../ui/simulated-mark.tsx';
import { withWords } from '../../ui/with-words.tsx';
import { GoLive } from './go-live.tsx';
import { LivingScene } from './living-scene.tsx';
import { playgroundQuery } from './playground-query.ts';
import { Preparing } from './preparing.tsx';
import { PlaygroundContext } from './scene-context.ts';
import { SceneWorld } from './scene-world.tsx';

/** Belfry at work, before anything has been set up: a household, an evening, and somebody who does not answer. */
export const PlaygroundPage = withWords(playgroundMessages, function PlaygroundPage() {
  const t = useTranslations('playground');
  const playground = useQuery(playgroundQuery);
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => dataOf(api.POST('/v1/playground')),
    onSuccess: (answer) => queries.setQueryData(playgroundQuery.queryKey, answer),
  });
  const phase = playground.data?.phase;
  const { mutate, isIdle } = start;
  useEffect(() => {
    if (phase === 'idle' && isIdle) mutate();
  }, [phase, isIdle, mutate]);
  return (
    <Page title={t('title')} mark={<SimulatedMark />} description={t('description')} wide>
      <Loaded query={playground} skeleton={<RowSkeletons rows={2} height={280} />}>
        {(told) => {
          const { scene, doing, problem } = told;
          if (scene) {
            return (
              <PlaygroundContext value={{ ...told, scene }}>
                <SceneWorld key={scene.key} sceneKey={scene.key}>
                  <LivingScene />
                </SceneWorld>
              </PlaygroundContext>
            );
          }
          if (start.isError) return <ProblemNote error={start.error} onRetry={() => start.mutate()} />;
          if (phase === 'starting') return <Preparing doing={doing} />;
          return (
            <Button onClick={() => start.mutate()} loading={start.isPending}>
              {problem === null ? t('wake') : t('tryAgain', { problem })}
            </Button>
          );
        }}
      </Loaded>
      <GoLive />
    </Page>
  );
});
