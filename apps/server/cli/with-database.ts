import { startSystemClock } from '@belfry/platform/clock/system-clock';
import { VirtualClock } from '@belfry/platform/clock/virtual-clock';
import type { Config } from '@belfry/platform/config';
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
      return await use({ database, url: found.url, now: await readNow(config, database) });
    } finally {
      await database.close();
    }
  } finally {
    await found.release();
  }
}

async function readNow(config: Config, { pools }: Database): Promise<Temporal.Instant> {
  if (config.clock === 'virtual') return (await VirtualClock.open(pools.engine)).now();
  const clock = await startSystemClock(pools.engine, (error) => {
    throw error;
  });
  try {
    return clock.now();
  } finally {
    clock.stop();
  }
}
