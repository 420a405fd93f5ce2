import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import { openDataDirectory } from '@belfry/platform/data-directory';
import { tryInstance } from '@belfry/platform/data-directory-instance';
import { Shutdown } from '../compose/shutdown.ts';
import { type HostCommand, type HostReport, idle, onlyOne, type PlaygroundState } from './playground-state.ts';
import { openSceneDatabases } from './scene-databases.ts';
import { type RunningScene, sceneFolder, startScene } from './start-scene.ts';
import { type SceneWatcher, supplyScenes } from './supply-scenes.ts';

/**
 * The process that holds a playground together: its database and the two programs of its scene. Whoever starts it
 * (launch-playground.ts) gives it the directory, hears of every change as a message, and sends commands. It is a
 * process of its own so that everything ends with it, also when its parent was killed and could not see to that.
 */
const [path = '', scenes = ''] = process.argv.slice(2);
const isOnlyOne = scenes === onlyOne;

/** Whoever opens a scene looks at it first; the next one is not to take the processors from that. */
const REST_MS = 5_000;

let state: PlaygroundState = { ...idle, phase: 'starting', doing: 'database' };
const say = (told: HostReport) => {
  if (process.connected) process.send?.(told);
};
const tell = (change: Partial<PlaygroundState>) => {
  state = { ...state, ...change };
  say({ state });
};
const report = (error: unknown, what = 'a scene') => {
  console.error(`${what}:`, error);
  say({ problem: `${what}: ${error instanceof Error ? error.message : error}` });
};
const shutdown = new Shutdown(report);
const fail = (error: unknown): void => {
  tell({ phase: 'failed', doing: null, scene: null, problem: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  // Not awaited: what failed is the work that stopping waits for.
  void stop();
};

/** One thing after the other: a reset while a scene is starting waits for it. */
let work: Promise<void> = Promise.resolve();
let running: RunningScene | null = null;
/** Counts the scenes that were shown. */
let shown = 0;
/** Scenes that have had their day, while they end. */
let retiring: Promise<unknown> = Promise.resolve();
const stopping = new AbortController();

function stop(): Promise<void> {
  stopping.abort();
  work = work.then(async () => {
    await running?.stop();
    running = null;
    await retiring;
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
  const supply = supplyScenes((options) => startScene({ directory, databases }, options), report);
  shutdown.add('the next scene', () => supply.stop());

  const next = async () => {
    if (stopping.signal.aborted) return;
    tell({ phase: 'starting', engine: 'starting', engineKills: 0, scene: null });
    const before = running;
    running = null;
    retiring = retiring.then(() => before && retire(before).catch(report));
    const id = ++shown;
    running = await supply.take(watch(() => shown === id));
    tell({ phase: 'ready', doing: null, scene: running.scene });
    if (!isOnlyOne) void prepareNext(() => shown === id);
  };
  const retire = async (ended: RunningScene) => {
    const { number } = ended.scene;
    await ended.stop();
    await databases.drop(number);
    await rm(sceneFolder(directory, number), { recursive: true, force: true });
  };
  /** When what was before has ended: there are never more than two scenes at work. */
  const prepareNext = async (isShown: () => boolean) => {
    await retiring;
    await delay(REST_MS, undefined, { signal: stopping.signal }).catch(() => {});
    if (isShown() && !stopping.signal.aborted) supply.prepareNext();
  };
  process.on('message', (command: HostCommand) => {
    if (command === 'kill-engine' && running?.killEngine()) tell({ engineKills: state.engineKills + 1 });
    if (command === 'reset') work = work.then(next).catch(fail);
  });
  await next();
}

/** Tells of one scene as long as it is the one that is shown. */
function watch(isShown: () => boolean): SceneWatcher {
  return {
    onDoing: (doing) => isShown() && tell({ doing }),
    onEngine: (engine) => isShown() && tell({ engine }),
    onLost: (why) => isShown() && fail(new Error(why)),
  };
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
