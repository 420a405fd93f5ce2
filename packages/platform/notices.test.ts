import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { startRelay } from '@belfry/testkit/chaos/relay';
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

test('a connection that has gone silent is given up, and what is rung after that is heard', async () => {
  const { hostname, port } = new URL(url);
  let isSilent = false;
  const swallow = () =>
    new Transform({ transform: (bytes, _encoding, done) => (isSilent ? done() : done(null, bytes)) });
  const relay = await startRelay({
    connectTo: () => connect({ host: hostname, port: Number(port) }),
    onTheWayBack: swallow,
  });
  const through = new URL(roleUrl({ url }, 'app'));
  through.host = `127.0.0.1:${relay.port}`;
  const gap = Promise.withResolvers<void>();
  const notices = await listenToNotices({
    ...{ url: through.href, channels: ['bell'], onGap: gap.resolve, onError() {} },
    ...{ askEveryMs: 400, answerWithinMs: 300 },
  });
  const heard: string[] = [];
  notices.on('bell', (payload) => heard.push(payload));
  isSilent = true;
  await administer(url, `NOTIFY bell, 'while it was silent'`);
  // Longer than a try to connect may take: the first finds it silent still.
  await delay(1500);
  isSilent = false;
  await gap.promise;
  await administer(url, `NOTIFY bell, 'after it'`);
  await expect.poll(() => heard).toEqual(['after it']);
  await notices.close();
  await relay.close();
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
