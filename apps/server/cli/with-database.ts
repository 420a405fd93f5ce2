import { AppError } from '@belfry/kernel/app-error';
import { startSystemClock } from '@belfry/platform/clock/system-clock';
import { VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Config } from '@belfry/platform/config';
import { readConnection } from '@belfry/platform/data-directory-connection';
import { type Database, openDatabase } from '@belfry/platform/database';
import { openDatabaseUrl } from '@belfry/platform/embedded-postgres/open-database-url';

export interface OpenedDatabase {
  database: Database;
  /** Of the owner, direct. */
  url: string;
  /** By the Clock that the server goes by. */
  now: Temporal.Instant;
}

/** For commands that work on the data, beside a running server or without one. */
export async function withDatabase<T>(config: Config, use: (opened: OpenedDatabase) => Promise<T>): Promise<T> {
  const found = await openDatabaseUrl(config);
  try {
    const database = openDatabase({ ...found, poolMin: 0, poolMax: 2 });
    try {
      return await use({ database, url: found.url, now: await readNow(await clockOf(config, found.url), database) });
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

async function readNow(mode: Config['clock'], { pools }: Database): Promise<Temporal.Instant> {
  if (mode === 'virtual') return (await VirtualClock.open(pools.engine)).now();
  const clock = await startSystemClock(pools.engine, (error) => {
    throw error;
  });
  try {
    return clock.now();
  } finally {
    clock.stop();
  }
}
