import { AppError } from '@belfry/kernel/app-error';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { tryInstance } from '@belfry/platform/data-directory-instance';
import { Shutdown } from '../compose/shutdown.ts';
import { type HostCommand, idle, type PlaygroundState } from './playground-state.ts';
import { openSceneDatabases } from './scene-databases.ts';
import { type RunningScene, startScene } from './start-scene.ts';

/**
 * The process that holds a playground together: its database and the two programs of its scene. Whoever starts it
 * (launch-playground.ts) gives it the directory, hears of every change as a message, and sends commands. It is a
 * process of its own so that everything ends with it, also when its parent was killed and could not see to that.
 */
const [path = ''] = process.argv.slice(2);

let state: PlaygroundState = { ...idle, phase: 'starting', doing: 'database' };
const tell = (change: Partial<PlaygroundState>) => {
  state = { ...state, ...change };
  if (process.connected) process.send?.(state);
};
const shutdown = new Shutdown((error, what) => console.error(`while stopping ${what}:`, error));
const fail = (error: unknown): void => {
  tell({ phase: 'failed', doing: null, scene: null, problem: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  // Not awaited: what failed is the work that stopping waits for.
  void stop();
};

/** One thing after the other: a reset while a scene is starting waits for it. */
let work: Promise<void> = Promise.resolve();
let running: RunningScene | null = null;
let isStopping = false;

function stop(): Promise<void> {
  isStopping = true;
  work = work.then(async () => {
    await running?.stop();
    running = null;
    await shutdown.run();
    if (process.connected) process.disconnect?.();
  });
  return work;
}

async function open(): Promise<void> {
  const directory = await openDataDirectory(path);
  const instance = await tryInstance(directory.path, 'server');
  if (!instance) throw inUse(directory.path);
  shutdown.add('the instance', () => instance.release());
  const databases = await openSceneDatabases(directory, () => fail(new Error('The playground’s database ended.')));
  shutdown.add('the database', () => databases.stop());
  const next = async (number: number) => {
    if (isStopping) return;
    tell({ phase: 'starting', engine: 'starting', engineKills: 0, scene: null });
    await running?.stop();
    running = null;
    running = await startScene({
      number,
      directory,
      databases,
      onDoing: (doing) => tell({ doing }),
      onEngine: (engine) => tell({ engine }),
      onLost: (why) => fail(new Error(why)),
    });
    tell({ phase: 'ready', doing: null, scene: running.scene });
  };
  process.on('message', (command: HostCommand) => {
    if (command === 'kill-engine' && running?.killEngine()) tell({ engineKills: state.engineKills + 1 });
    if (command === 'reset') work = work.then(() => next((state.scene?.number ?? 0) + 1)).catch(fail);
  });
  await next(1);
}

function inUse(directory: string): AppError {
  const message = `Another process plays on the data in ${directory}.`;
  return new AppError({ code: 'playground.in-use', kind: 'conflict', message });
}

process.on('message', (command: HostCommand) => {
  if (command === 'stop') void stop();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
work = open().catch(fail);
