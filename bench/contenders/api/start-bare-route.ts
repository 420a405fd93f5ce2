import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** In a process of its own, as a server is. */
export async function startBareRoute(databaseUrl: string): Promise<{ base: string } & AsyncDisposable> {
  const child = fork(join(import.meta.dirname, 'bare-route-process.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });
  child.send({ databaseUrl });
  const [port] = await once(child, 'message');
  return {
    base: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
