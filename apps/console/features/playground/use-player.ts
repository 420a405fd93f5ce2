import { dataOf } from '@belfry/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useWorld } from '../../app/api.ts';
import { meQuery } from '../../app/me.ts';
import { nextStep } from './domain/next-step.ts';

/** How long a virtual minute takes at speed 1, in real time. */
const MINUTE_TAKES_MS = 700;
/** And while somebody on the page could answer: long enough to read whose turn it is, and to click. */
const CALM_MINUTE_TAKES_MS = 1_800;

export interface Player {
  isPlaying: boolean;
  speed: number;
  setSpeed(speed: number): void;
  play(): void;
  pause(): void;
  error: Error | null;
}

interface PlayerOptions {
  nowMs: number;
  /** What is known to come: steps of the evening, occurrences planned. */
  eventsMs: readonly number[];
  /** Somebody is being asked whom the reader may speak for. */
  isCalm: boolean;
  /** Nothing more will happen by itself. */
  isOver: boolean;
}

/**
 * Moves the playground's clock minute by minute. Each answer comes when everything due has been handled, so a step may
 * take longer: while the engine is dead and something is due, time stands still.
 */
export function usePlayer({ nowMs, eventsMs, isCalm, isOver }: PlayerOptions): Player {
  const { api } = useWorld();
  const queries = useQueryClient();
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [error, setError] = useState<Error | null>(null);
  // Read when the next step is made: a running step must not be started again because something else was drawn.
  const latest = useRef({ nowMs, eventsMs, isCalm });
  latest.current = { nowMs, eventsMs, isCalm };

  useEffect(() => {
    if (!isPlaying) return;
    let isOff = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const step = async () => {
      const began = performance.now();
      const { nowMs: from, eventsMs: events } = latest.current;
      try {
        const set = new Date(nextStep(from, events)).toISOString();
        const { now } = await dataOf(api.POST('/sandbox/clock', { body: { set } }));
        queries.setQueryData(meQuery.queryKey, (me) => me && { ...me, clock: { ...me.clock, now } });
      } catch (problem) {
        setError(problem instanceof Error ? problem : new Error(String(problem)));
        setPlaying(false);
        return;
      }
      const takesMs = (latest.current.isCalm ? CALM_MINUTE_TAKES_MS : MINUTE_TAKES_MS) / speed;
      if (!isOff) timer = setTimeout(step, Math.max(0, takesMs - (performance.now() - began)));
    };
    void step();
    return () => {
      isOff = true;
      clearTimeout(timer);
    };
  }, [isPlaying, speed, api, queries]);

  useEffect(() => {
    if (isOver) setPlaying(false);
  }, [isOver]);

  return {
    isPlaying,
    speed,
    setSpeed,
    play() {
      setError(null);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
    error,
  };
}
