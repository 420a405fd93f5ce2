import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@belfry/platform/free-ports';
import { type ServerGroup, startServerGroup, untilListening } from './server-group.ts';
import { requireServer } from './system-servers.ts';

export interface RedisServer extends AsyncDisposable {
  url: string;
  /** As a power cut would: nothing of what it held is written down. */
  kill(): Promise<void>;
  /** Forgets everything, while everybody is connected and at work. */
  wipe(): Promise<void>;
  /** Empty, at the same address. */
  start(): Promise<void>;
}

/** A Redis of the test's own, on loopback; it keeps nothing on disk, and ends with the test. */
export async function startRedis(settings: Record<string, string> = {}): Promise<RedisServer> {
  const file = requireServer('redis');
  const folder = await mkdtemp(join(tmpdir(), 'belfry-redis-'));
  const port = await freePort();
  const fixed = { port: `${port}`, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const args = Object.entries({ ...fixed, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
  let group: ServerGroup;
  const start = async () => {
    group = startServerGroup([file, ...args], {});
    await untilListening(group, port, 'redis-server');
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => group.kill(),
    wipe: () => say(port, 'FLUSHALL'),
    start,
    async [Symbol.asyncDispose]() {
      await group.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Redis takes lines as well as its own protocol. */
async function say(port: number, line: string): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(`${line}\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  if (!`${answer}`.startsWith('+OK')) throw new Error(`Redis answered ${line} by ${answer}`);
}
