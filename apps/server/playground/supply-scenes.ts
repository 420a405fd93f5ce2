import type { EngineState, Preparation } from './playground-state.ts';
import type { RunningScene, StartSceneOptions } from './start-scene.ts';

/** Whoever takes a scene hears how it fares: first what it is now, then every change. */
export interface SceneWatcher {
  onDoing(doing: Preparation): void;
  onEngine(state: EngineState): void;
  /** Its API's process ended by itself, and the scene with it. */
  onLost(why: string): void;
}

export interface SceneSupply {
  /** The scene that stands ready, else a new one; tried twice, for a port that was free may be taken by then. */
  take(watcher: SceneWatcher): Promise<RunningScene>;
  /** Makes the next one, in the background. */
  prepareNext(): void;
  stop(): Promise<void>;
}

interface Candidate {
  started: Promise<RunningScene>;
  isLost(): boolean;
  follow(watcher: SceneWatcher): void;
}

/** Scenes, numbered from 1. Two programs take seconds to start: one that stands ready makes a reset a matter of course. */
export function supplyScenes(
  start: (options: StartSceneOptions) => Promise<RunningScene>,
  onError: (error: unknown) => void,
): SceneSupply {
  let number = 0;
  let spare: Candidate | null = null;
  let isStopping = false;

  function begin(): Candidate {
    number += 1;
    let watcher: SceneWatcher | null = null;
    let doing: Preparation = 'database';
    let engine: EngineState = 'starting';
    let lost: string | null = null;
    const started = start({
      number,
      onDoing(next) {
        doing = next;
        watcher?.onDoing(next);
      },
      onEngine(next) {
        engine = next;
        watcher?.onEngine(next);
      },
      onLost(why) {
        lost = why;
        watcher?.onLost(why);
      },
    });
    // Whoever takes it makes it anew.
    started.catch(onError);
    return {
      started,
      isLost: () => lost !== null,
      follow(next) {
        watcher = next;
        next.onDoing(doing);
        next.onEngine(engine);
      },
    };
  }

  /** Null where there is none, or it is no good. */
  async function takeSpare(watcher: SceneWatcher): Promise<RunningScene | null> {
    const taken = spare;
    spare = null;
    if (!taken) return null;
    taken.follow(watcher);
    const scene = await taken.started.catch(() => null);
    if (scene === null || !taken.isLost()) return scene;
    await scene.stop();
    return null;
  }

  function startNow(watcher: SceneWatcher): Promise<RunningScene> {
    const next = begin();
    next.follow(watcher);
    return next.started;
  }

  return {
    async take(watcher) {
      const ready = await takeSpare(watcher);
      return (
        ready ??
        startNow(watcher).catch((error: unknown) => {
          if (isStopping) throw error;
          return startNow(watcher);
        })
      );
    },
    prepareNext() {
      if (!isStopping) spare ??= begin();
    },
    async stop() {
      isStopping = true;
      const left = await spare?.started.catch(() => null);
      spare = null;
      await left?.stop();
    },
  };
}
