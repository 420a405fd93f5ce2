import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Beside } from '../../measure/contender.ts';

/** In a process of its own, as a vendor is. */
export async function startVendor(): Promise<Beside> {
  const child = fork(join(import.meta.dirname, 'vendor-process.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });
  const [port] = await once(child, 'message');
  return {
    given: { vendorUrl: `http://127.0.0.1:${port}` },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
