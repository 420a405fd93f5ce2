import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { administer } from '@belfry/testkit/template-database';
import { testDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { roleUrl } from './database.ts';
import { listenToNotices, type Notices } from './notices.ts';

let close: () => Promise<void>;
let url: string;

beforeEach(async () => {
  ({ url, close } = await testDatabase());
});

afterEach(() => close());

function listen(from: string, onGap = () => {}): Promise<Notices> {
  return listenToNotices({ url: from, channels: ['bell'], onGap, onError() {} });
}

test('where nobody answers at the start it fails, and leaves nothing behind that would try again', async () => {
  const callers: Socket[] = [];
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  // Of whatever else this process waits for.
  const before = timers();
  const server = createServer((socket) => {
    callers.push(socket);
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(listen(`postgres://nobody:nothing@127.0.0.1:${port}/nowhere`)).rejects.toThrow();
  expect(callers).toHaveLength(1);
  expect(timers()).toBeLessThanOrEqual(before);
  server.close();
});

test('what is rung while the connection is up is heard, also after it was cut and restored', async () => {
  const gap = Promise.withResolvers<void>();
  const notices = await listen(roleUrl({ url }, 'app'), () => gap.resolve());
  const heard: string[] = [];
  const third = new Promise<void>((resolve) => {
    notices.on('bell', (payload) => {
      heard.push(payload);
      if (payload === 'third') resolve();
    });
  });
  await administer(url, `NOTIFY bell, 'first'`);
  await expect.poll(() => heard).toEqual(['first']);
  await administer(
    roleUrl({ url }, 'app'),
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'belfry:notices' AND datname = current_database()`,
  );
  await gap.promise;
  await administer(url, `NOTIFY bell, 'third'`);
  await third;
  expect(heard).toEqual(['first', 'third']);
  await notices.close();
});

test('closing while it tries to connect again leaves no connection behind', async () => {
  const notices = await listen(roleUrl({ url }, 'app'));
  const ours = `FROM pg_stat_activity WHERE application_name = 'belfry:notices' AND datname = current_database()`;
  await administer(roleUrl({ url }, 'app'), `SELECT pg_terminate_backend(pid) ${ours}`);
  await notices.close();
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await expect.poll(async () => (await owner.query(`SELECT pid ${ours}`)).rows).toEqual([]);
  await owner.end();
});
