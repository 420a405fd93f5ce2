import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import { freePort } from '@belfry/platform/free-ports';
import { localUrl } from '../compose/local-url.ts';
import type { Role } from '../compose/start-belfry.ts';
import { type Child, runChild } from './run-child.ts';

const main = join(import.meta.dirname, '../main.ts');
const host = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

export interface SceneSettings {
  /** Of this scene; each role has a folder in it. */
  directory: string;
  databaseUrl: string;
  secret: string;
  /** Of the role `api`: where callbacks are to arrive. */
  baseUrl: string;
}

/** An address that is free now, for a program that is about to be started. */
export async function chooseBaseUrl(): Promise<string> {
  return localUrl(host, await freePort(host));
}

/**
 * Runs the real `belfry serve` for one role, on the virtual clock; resolves when it is ready.
 * @param ownUrl where this process listens
 * @throws AppError `playground.program-ended`, with what it said last
 */
export async function serveRole(role: Role, scene: SceneSettings, ownUrl: string): Promise<Child> {
  const child = await runChild(main, ['serve', '--role', role, '--playground', 'never'], {
    HOST: host,
    PORT: new URL(ownUrl).port,
    BELFRY_URL: scene.baseUrl,
    BELFRY_DATA: join(scene.directory, role),
    DATABASE_URL: scene.databaseUrl,
    DB_POOL_MIN: '0',
    DB_POOL_MAX: '5',
    ENCRYPTION_KEY: scene.secret,
    BELFRY_CLOCK: 'virtual',
    LOG_LEVEL: 'warn',
  });
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < giveUpAt && !child.hasEnded()) {
    if (await isReady(ownUrl)) return child;
    await delay(POLL_MS);
  }
  child.kill();
  const message = `belfry serve --role ${role} of the playground was not ready in time: ${child.lastWords()}`;
  throw new AppError({ code: 'playground.program-ended', kind: 'unavailable', message });
}

function isReady(baseUrl: string): Promise<boolean> {
  return fetch(`${baseUrl}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
