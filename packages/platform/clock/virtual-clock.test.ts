import { AppError } from '@belfry/kernel/app-error';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase, roleUrl } from '../database.ts';
import { listenToNotices, type Notices } from '../notices.ts';
import { CLOCK_CHANNEL, requireNoVirtualFuture, VirtualClock } from './virtual-clock.ts';

let close: () => Promise<void>;
let url: string;
let database: Database;

beforeEach(async () => {
  ({ url, close } = await testDatabase());
  database = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 2 });
});

afterEach(async () => {
  await database.close();
  await close();
});

test('it begins at the real time of the first start and stands still from then on', async () => {
  const before = Temporal.Now.instant().subtract({ seconds: 1 });
  const clock = await VirtualClock.open(database.pools.engine);
  expect(Temporal.Instant.compare(clock.now(), before)).toBe(1);
  const shown = clock.now().toString();
  expect((await VirtualClock.open(database.pools.engine)).now().toString()).toBe(shown);
});

test('a time once shown is kept with the data and never taken back', async () => {
  const clock = await VirtualClock.open(database.pools.engine);
  await clock.moveTo(Temporal.Instant.from('2031-05-01T00:00:00Z'));
  expect((await VirtualClock.open(database.pools.engine)).now().toString()).toBe('2031-05-01T00:00:00Z');
  const back = clock.moveTo(Temporal.Instant.from('2031-04-30T23:59:59.999Z'));
  await expect(back).rejects.toSatisfy((error) => error instanceof AppError && error.code === 'clock.backwards');
  expect(clock.now().toString()).toBe('2031-05-01T00:00:00Z');
});

test('data that has lived in a virtual future is refused to the real clock, and any other is not', async () => {
  await requireNoVirtualFuture(database.pools.engine);
  const clock = await VirtualClock.open(database.pools.engine);
  await requireNoVirtualFuture(database.pools.engine);
  await clock.moveTo(Temporal.Now.instant().add({ hours: 1 }));
  const refused = requireNoVirtualFuture(database.pools.engine);
  await expect(refused).rejects.toSatisfy((error) => error instanceof AppError && /BELFRY_CLOCK/.test(error.message));
});

test('another process hears of a move and follows it', async () => {
  const mover = await VirtualClock.open(database.pools.engine);
  const follower = await VirtualClock.open(database.pools.engine);
  const notices = await listen();
  const heard = new Promise<string>((resolve) => notices.on(CLOCK_CHANNEL, resolve));
  await mover.moveTo(Temporal.Instant.from('2031-05-01T00:00:00Z'));
  expect(await heard).toBe('2031-05-01T00:00:00Z');
  await follower.refresh();
  expect(follower.now().toString()).toBe('2031-05-01T00:00:00Z');
  await notices.close();
});

test('news of an earlier time that comes late does not take the time back', async () => {
  const { engine } = database.pools;
  const answered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isHeld = false;
  const slow = {
    async query(...parameters: Parameters<typeof engine.query>) {
      const answer = await engine.query(...parameters);
      if (isHeld && String(parameters[0]).startsWith('SELECT now')) {
        answered.resolve();
        await released.promise;
      }
      return answer;
    },
  };
  const clock = await VirtualClock.open(slow as unknown as typeof engine);
  isHeld = true;
  const refreshing = clock.refresh();
  await answered.promise;
  await clock.moveTo(Temporal.Instant.from('2031-05-01T00:00:00Z'));
  released.resolve();
  await refreshing;
  expect(clock.now().toString()).toBe('2031-05-01T00:00:00Z');
});

function listen(): Promise<Notices> {
  return listenToNotices({
    url: roleUrl({ url }, 'app'),
    channels: [CLOCK_CHANNEL],
    onGap() {},
    onError(error) {
      throw error;
    },
  });
}
