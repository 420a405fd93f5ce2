import { newId, type TenantId } from '@belfry/kernel/ids';
import { administer } from '@belfry/testkit/template-database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHANGE_CHANNEL, type Change, createChangeFeed } from './changes.ts';
import { type Database, openDatabase, roleUrl } from './database.ts';
import { listenToNotices } from './notices.ts';

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

async function openFeed(onGap = () => {}) {
  const fail = (error: unknown) => {
    throw error;
  };
  const notices = await listenToNotices({
    url: roleUrl({ url }, 'app'),
    channels: [CHANGE_CHANNEL],
    onGap,
    onError: fail,
  });
  return { feed: createChangeFeed(database.pools.app, notices, fail), close: () => notices.close() };
}

test('a change reaches the readers of its tenant in every process, once however often it happened, and no others', async () => {
  const [here, there] = [await openFeed(), await openFeed()];
  const [ours, theirs] = [newId<TenantId>(), newId<TenantId>()];
  const heardByThem: Change[] = [];
  there.feed.subscribe(theirs, (change) => heardByThem.push(change));
  const heard: Change[] = [];
  const last = new Promise<void>((resolve) => {
    there.feed.subscribe(ours, (change) => {
      heard.push(change);
      if (change.topic === 'last') resolve();
    });
  });
  for (let i = 0; i < 5; i++) here.feed.publish({ tenantId: ours, topic: 'occurrences', id: 'a' });
  here.feed.publish({ tenantId: ours, topic: 'last' });
  await last;
  expect(heard).toEqual([
    { tenantId: ours, topic: 'occurrences', id: 'a' },
    { tenantId: ours, topic: 'last' },
  ]);
  expect(heardByThem).toEqual([]);
  await Promise.all([here.close(), there.close()]);
});

test('that is closed has told what it had gathered, and asks nothing of its pool any more', async () => {
  const [here, there] = [await openFeed(), await openFeed()];
  const complaints: unknown[] = [];
  const pool = openDatabase({ ...throughPool(url), poolMin: 0, poolMax: 1 });
  const feed = createChangeFeed(pool.pools.app, { on() {}, close: async () => {} }, (error) => complaints.push(error));
  const tenantId = newId<TenantId>();
  const heard = new Promise<Change>((resolve) => there.feed.subscribe(tenantId, resolve));
  feed.publish({ tenantId, topic: 'people' });
  await feed.close();
  await pool.close();
  feed.publish({ tenantId, topic: 'policies' });
  expect(await heard).toEqual({ tenantId, topic: 'people' });
  // Whatever was still to be told would have failed by the time that another feed has told its own.
  const later = new Promise<Change>((resolve) => there.feed.subscribe(tenantId, resolve));
  here.feed.publish({ tenantId, topic: 'schedules' });
  await later;
  expect(complaints).toEqual([]);
  await Promise.all([here.close(), there.close()]);
});

test('what somebody else says on the same channel is reported and harms nobody', async () => {
  const complaints: unknown[] = [];
  const notices = await listenToNotices({
    url: roleUrl({ url }, 'app'),
    channels: [CHANGE_CHANNEL],
    onGap() {},
    onError() {},
  });
  const feed = createChangeFeed(database.pools.app, notices, (error) => complaints.push(error));
  const tenantId = newId<TenantId>();
  const heard = new Promise<Change>((resolve) => feed.subscribe(tenantId, resolve));
  await administer(url, `NOTIFY ${CHANGE_CHANNEL}, 'no JSON'`);
  feed.publish({ tenantId, topic: 'people' });
  expect(await heard).toEqual({ tenantId, topic: 'people' });
  expect(complaints).toHaveLength(1);
  await notices.close();
});

test('after its connection was cut it connects again and says that something may have been missed', async () => {
  const gap = Promise.withResolvers<void>();
  const { feed, close: closeFeed } = await openFeed(() => gap.resolve());
  await administer(
    roleUrl({ url }, 'app'),
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'belfry:notices' AND datname = current_database()`,
  );
  await gap.promise;
  const tenantId = newId<TenantId>();
  const heard = new Promise<Change>((resolve) => feed.subscribe(tenantId, resolve));
  feed.publish({ tenantId, topic: 'people' });
  expect(await heard).toEqual({ tenantId, topic: 'people' });
  await closeFeed();
});

test('what could not be told is made up for: as soon as anything can be, all read everything again', async () => {
  const { feed: there, close: closeFeed } = await openFeed();
  const complaints: unknown[] = [];
  const complained = Promise.withResolvers<void>();
  const onError = (error: unknown) => {
    complaints.push(error);
    complained.resolve();
  };
  const direct = openDatabase({ url, poolMin: 0, poolMax: 1 });
  const feed = createChangeFeed(direct.pools.app, { on() {}, close: async () => {} }, onError);
  const tenantId = newId<TenantId>();
  const heard = new Promise<Change>((resolve) => there.subscribe(tenantId, resolve));
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const limitConnections = (most: number) =>
    owner.query(`ALTER DATABASE "${new URL(url).pathname.slice(1)}" CONNECTION LIMIT ${most}`);
  await limitConnections(0);
  feed.publish({ tenantId, topic: 'people', id: 'a' });
  await complained.promise;
  await limitConnections(-1);
  await owner.end();
  expect(await heard).toEqual({ tenantId: null, topic: '*' });
  expect(complaints[0]).toMatchObject({ code: '53300' });
  await feed.close();
  await direct.close();
  await closeFeed();
}, 30_000);
