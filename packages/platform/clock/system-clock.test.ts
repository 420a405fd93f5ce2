import { setTimeout as delay } from 'node:timers/promises';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '../database.ts';
import { type KeptReading, millisecondInstants, nextReading, startSystemClock } from './system-clock.ts';

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

test('is right where its first reading has waited for a connection', async () => {
  const { url, close } = await testDatabase();
  const database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 2 });
  const pool = database.pools.engine;
  try {
    const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    const starting = startSystemClock(pool, () => {});
    expect(pool.waitingCount).toBe(1);
    await delay(3000);
    for (const client of clients) client.release();
    const clock = await starting;
    const { rows } = await pool.query<{ now: Temporal.Instant }>('SELECT clock_timestamp() AS now');
    const differenceMs = Math.abs((rows[0]?.now.epochMilliseconds ?? 0) - clock.now().epochMilliseconds);
    expect(differenceMs).toBeLessThan(1000);
    clock.stop();
  } finally {
    await database.close();
    await close();
  }
});

test('a reading that took long is passed over until none better has come for a while', () => {
  let kept: KeptReading = { offsetMs: 5, roundTripMs: 1, believesMs: 100 };
  const read = (offsetMs: number, roundTripMs: number) => {
    kept = nextReading(kept, { offsetMs, roundTripMs });
    return kept.offsetMs;
  };
  expect(read(2005, 4000)).toBe(5);
  expect(read(6, 2)).toBe(6);
  expect([read(80, 300), read(81, 300), read(82, 300)]).toEqual([6, 6, 82]);
  // It is that far away by now.
  expect(read(83, 300)).toBe(83);
  expect(read(7, 2)).toBe(7);
  expect(read(84, 300)).toBe(7);
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

test('an instant is that of its millisecond, whichever was asked for before', () => {
  const toInstant = millisecondInstants();
  const asked = [
    1_800_000_000_000.9, 1_800_000_000_000.1, 1_800_000_000_001, 1_799_999_999_999.5, 0, 0.5, 1_800_000_000_000,
  ];
  for (const ms of asked) expect(toInstant(ms).epochMilliseconds).toBe(Math.floor(ms));
  expect(toInstant(7.2)).toBe(toInstant(7.8));
});
