import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@belfry/platform/free-ports';
import { Redis } from 'ioredis';

/** How soon what Redis has answered is on the disk. */
export type Fsync = 'everysec' | 'always';

export interface RedisServer extends AsyncDisposable {
  port: number;
}

const program = '/usr/bin/redis-server';

/** Redis servers of our own, each with a folder of its own; like databases, they are loaded once and copied. */
export class RedisServers implements AsyncDisposable {
  readonly #folder: string;
  readonly #running = new Set<RedisServer>();
  #copies = 0;

  /** Null where none is installed. */
  static async find(): Promise<RedisServers | null> {
    const isThere = await access(program).then(
      () => true,
      () => false,
    );
    return isThere ? new RedisServers(await mkdtemp(join(tmpdir(), 'belfry-bench-redis-'))) : null;
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** For loading: what it holds when it is disposed of can be copied by its name. */
  async load(name: string): Promise<RedisServer> {
    const folder = join(this.#folder, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    return this.#start(folder, 'everysec');
  }

  /** A fresh server with what was loaded under this name. */
  async copy(name: string, fsync: Fsync): Promise<RedisServer> {
    this.#copies += 1;
    const folder = join(this.#folder, `run-${this.#copies}`);
    await cp(join(this.#folder, name), folder, { recursive: true });
    const server = await this.#start(folder, fsync);
    return {
      port: server.port,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
      },
    };
  }

  async #start(folder: string, fsync: Fsync): Promise<RedisServer> {
    const server = await start(folder, fsync);
    this.#running.add(server);
    return {
      port: server.port,
      [Symbol.asyncDispose]: async () => {
        this.#running.delete(server);
        await server[Symbol.asyncDispose]();
      },
    };
  }

  /** Ends those too that a run which was broken off has left. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((server) => server[Symbol.asyncDispose]()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function start(folder: string, fsync: Fsync): Promise<RedisServer> {
  const port = await freePort();
  const child = spawn(
    program,
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''].concat(
      ['--appendonly', 'yes', '--appendfsync', fsync],
      // Rewriting in the middle of a run would be measured too.
      ['--auto-aof-rewrite-percentage', '0'],
    ),
    { stdio: 'ignore' },
  );
  await untilReady(port, child);
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** It answers PING with an error as long as it reads what is on the disk. */
async function untilReady(port: number, child: ChildProcess): Promise<void> {
  const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => 20 });
  redis.on('error', () => {});
  try {
    while ((await redis.ping().catch(() => '')) !== 'PONG') {
      if (child.exitCode !== null) throw new Error(`redis-server ended with exit code ${child.exitCode}.`);
      await delay(20);
    }
  } finally {
    redis.disconnect();
  }
}
