import { AppError } from '@belfry/kernel/app-error';
import { endLeftOver } from './end-left-over.ts';
import { launchPlayground, type Playground } from './launch-playground.ts';
import { idle, type PlaygroundState, type Scene } from './playground-state.ts';

export interface PlaygroundService {
  state(): PlaygroundState;
  /** Starts it where it does not run; returns at once, for `state()` tells how far it is. */
  start(): Promise<void>;
  /** @throws AppError `playground.not-ready` */
  killEngine(): void;
  /** @throws AppError `playground.not-ready` */
  reset(): void;
  /** @throws AppError `playground.not-ready` */
  scene(): Scene;
  /** Somebody is looking: it goes on. The returned function ends the use. */
  use(): () => void;
  stop(): Promise<void>;
}

interface PlaygroundServiceOptions {
  directory: string;
  onChange(): void;
  onError(error: unknown): void;
  /** Real time without a use after which it stops. */
  idleMs?: number;
}

const IDLE_MS = 15 * 60_000;

/** One playground for everybody who may see this server: started when it is asked for, stopped when nobody looks. */
export function createPlaygroundService(options: PlaygroundServiceOptions): PlaygroundService {
  const { directory, onChange, onError, idleMs = IDLE_MS } = options;
  let playground: Playground | null = null;
  let launching: Promise<void> | null = null;
  let state: PlaygroundState = idle;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  const cleared = endLeftOver(directory).catch(onError);

  function rest(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (users === 0) void playground?.stop();
    }, idleMs).unref();
  }

  async function launch(): Promise<void> {
    state = { ...idle, phase: 'starting', doing: 'database' };
    onChange();
    await cleared;
    if (isStopping) return;
    const launched = await launchPlayground({
      directory,
      onState(next) {
        if (next.phase === 'failed' && state.phase !== 'failed') onError(new Error(`The playground: ${next.problem}`));
        state = next;
        onChange();
      },
      onProblem: (problem) => onError(new Error(`The playground: ${problem}`)),
    });
    playground = launched;
    void launched.ended.then(() => {
      if (playground === launched) playground = null;
    });
    rest();
  }

  function readyScene(): Scene {
    if (state.phase !== 'ready' || !state.scene) throw notReady();
    return state.scene;
  }

  return {
    state: () => state,
    async start() {
      if (playground || isStopping) return;
      launching ??= launch().finally(() => {
        launching = null;
      });
      await launching;
    },
    killEngine() {
      readyScene();
      playground?.killEngine();
    },
    reset() {
      readyScene();
      playground?.reset();
    },
    scene: readyScene,
    use() {
      users += 1;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        users -= 1;
        rest();
      };
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await cleared;
      await launching;
      await playground?.stop();
    },
  };
}

function notReady(): AppError {
  const message = 'The playground is not ready; POST /v1/playground starts it, GET tells how far it is.';
  return new AppError({ code: 'playground.not-ready', kind: 'unavailable', message });
}
