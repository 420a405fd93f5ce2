import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../database.ts';
import { startSystemClock } from './system-clock.ts';

test("a process whose own clock is an hour off still has the database's time", async () => {
  const { url, close } = await testDatabase();
  const database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 2 });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  try {
    const clock = await startSystemClock(database.pools.engine, (error) => {
      throw error;
    });
    const { rows } = await database.pools.engine.query<{ now: Temporal.Instant }>('SELECT clock_timestamp() AS now');
    const differenceMs = Math.abs((rows[0]?.now.epochMilliseconds ?? 0) - clock.now().epochMilliseconds);
    expect(Date.now() - (rows[0]?.now.epochMilliseconds ?? 0)).toBeGreaterThan(3_000_000);
    expect(differenceMs).toBeLessThan(1000);
    clock.stop();
  } finally {
    vi.useRealTimers();
    await database.close();
    await close();
  }
});

test('processes that share a server, and behind a pool its connections, can all ask it', async () => {
  const { url, close } = await testDatabase();
  const databases = Array.from({ length: 6 }, () => openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 2 }));
  try {
    const fail = (error: unknown) => {
      throw error;
    };
    for (const { pools } of databases) (await startSystemClock(pools.engine, fail)).stop();
  } finally {
    for (const database of databases) await database.close();
    await close();
  }
});
