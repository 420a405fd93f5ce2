import { AppError } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import { startSystemClock } from '@belfry/platform/clock/system-clock';
import { VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Config } from '@belfry/platform/config';
import { readConnection } from '@belfry/platform/data-directory-connection';
import { type Database, openDatabase } from '@belfry/platform/database';
import { openDatabaseUrl } from '@belfry/platform/embedded-postgres/open-database-url';
import { requireSetUp } from './require-set-up.ts';

export interface OpenedDatabase {
  database: Database;
  /** Of the owner, direct. */
  url: string;
  /** The one that the server goes by; it goes on, for a command may take long and the server plans meanwhile. */
  clock: Clock;
}

/** A virtual clock that the server moves is followed so soon. Real time. */
const lookEveryMs = 250;

/** For commands that work on the data, beside a running server or without one. */
export async function withDatabase<T>(config: Config, use: (opened: OpenedDatabase) => Promise<T>): Promise<T> {
  const found = await openDatabaseUrl(config);
  try {
    await requireSetUp(found.url);
    const database = openDatabase({ ...found, poolMin: 0, poolMax: 2 });
    try {
      const running = await startClock(await clockOf(config, found.url), database);
      try {
        return await use({ database, url: found.url, clock: running.clock });
      } finally {
        running.stop();
      }
    } finally {
      await database.close();
    }
  } finally {
    await found.release();
  }
}

/**
 * What is done beside a running server is done at its time; without one on this database, as BELFRY_CLOCK says.
 * @throws AppError `cli.clock-differs`
 */
async function clockOf(config: Config, url: string): Promise<Config['clock']> {
  const server = await readConnection(config.dataDirectory);
  const isOfServer = server?.databaseUrl === null || server?.databaseUrl === url;
  if (!isOfServer || !server.clock || server.clock === config.clock) return config.clock;
  // Set nowhere, it is only the default.
  if (!process.env.BELFRY_CLOCK?.trim()) return server.clock;
  const message = `BELFRY_CLOCK is ${config.clock}, but the server on the data in ${config.dataDirectory} goes by the ${server.clock} clock: leave it out here.`;
  throw new AppError({ code: 'cli.clock-differs', kind: 'conflict', message });
}

/** What cannot be read just now goes by what was read before. */
async function startClock(mode: Config['clock'], { pools }: Database): Promise<{ clock: Clock; stop(): void }> {
  if (mode === 'system') {
    const clock = await startSystemClock(pools.engine, () => {});
    return { clock, stop: () => clock.stop() };
  }
  const clock = await VirtualClock.open(pools.engine);
  const timer = setInterval(() => clock.refresh().catch(() => {}), lookEveryMs);
  return { clock, stop: () => clearInterval(timer) };
}
