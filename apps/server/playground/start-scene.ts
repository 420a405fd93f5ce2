import { join } from 'node:path';
import type { DataDirectory } from '@belfry/platform/data-directory';
import { roleUrl } from '@belfry/platform/database';
import { createIdentity } from '@belfry/platform/identity/identity';
import { createLogger } from '@belfry/platform/logger';
import pg from 'pg';
import { callApiOf } from './call-api.ts';
import { foundHousehold } from './found-household.ts';
import { type KeptEngine, keepEngineAlive } from './keep-engine-alive.ts';
import type { EngineState, Preparation, Scene } from './playground-state.ts';
import type { SceneDatabases } from './scene-databases.ts';
import { chooseBaseUrl, type SceneSettings, serveRole } from './serve-role.ts';

export interface RunningScene {
  scene: Scene;
  killEngine(): boolean;
  /** Its programs end; its database and its folder stay. */
  stop(): Promise<void>;
}

export interface StartSceneOptions {
  number: number;
  onDoing(doing: Preparation): void;
  onEngine(state: EngineState): void;
  /** The API's process ended by itself, and the scene with it. */
  onLost(why: string): void;
}

interface Ground {
  directory: DataDirectory;
  databases: SceneDatabases;
}

/** Two processes of the real program on a new database: one answers, the other is the engine, and may be killed. */
export async function startScene(ground: Ground, options: StartSceneOptions): Promise<RunningScene> {
  const { directory, databases } = ground;
  const { number, onDoing, onEngine, onLost } = options;
  onDoing('database');
  const databaseUrl = await databases.create(number);
  onDoing('programs');
  const baseUrl = await chooseBaseUrl();
  const engineUrl = await chooseBaseUrl();
  const settings: SceneSettings = {
    directory: sceneFolder(directory, number),
    databaseUrl,
    secret: directory.secret,
    baseUrl,
  };
  let isStopping = false;
  let engine: KeptEngine | null = null;
  // Both start at once: whichever fails, the other has to be ended.
  const [api, kept] = await Promise.allSettled([
    serveRole('api', settings, baseUrl),
    keepEngineAlive(() => serveRole('engine', settings, engineUrl), onEngine),
  ]);
  const stop = async () => {
    isStopping = true;
    await Promise.all([engine?.stop(), api.status === 'fulfilled' ? api.value.stop() : null]);
  };
  if (kept.status === 'fulfilled') engine = kept.value;
  try {
    if (api.status === 'rejected') throw api.reason;
    if (kept.status === 'rejected') throw kept.reason;
    void api.value.ended.then(() => {
      if (!isStopping) onLost(`The playground's API ended: ${api.value.lastWords()}`);
    });
    onDoing('household');
    const key = await createKey(settings);
    const household = await foundHousehold(callApiOf({ baseUrl, key }));
    return {
      scene: { number, baseUrl, key, databaseUrl, household },
      killEngine: () => engine?.kill() ?? false,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Its programs' own: each of them holds the lock of its folder. */
export function sceneFolder(directory: DataDirectory, number: number): string {
  return join(directory.path, `scene-${number}`);
}

/** Of its only organisation, with all rights. */
export async function createKey({ databaseUrl, secret, baseUrl }: SceneSettings): Promise<string> {
  const pool = new pg.Pool({ connectionString: roleUrl({ url: databaseUrl }, 'identity'), max: 2 });
  try {
    const identity = createIdentity({ pool, baseUrl, secret, logger: createLogger({ level: 'warn' }) });
    return await identity.createKey({ name: 'Playground' });
  } finally {
    await pool.end();
  }
}
