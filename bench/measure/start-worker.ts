import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WorkerOptions } from './contender.ts';
import type { Handled, Order, Report } from './messages.ts';

export interface WorkerProcess {
  /** @param atMs by `monotonicMs` */
  go(atMs: number): void;
  /** How many pieces it has handled, some of them perhaps not completed yet. @throws where it has failed */
  handled(): number;
  /** Ends it in order, and answers with what it handled. */
  stop(): Promise<Handled>;
  kill(): void;
}

/** @throws where it fails before it is ready */
export async function startWorker(
  given: { workerModule: string } & Omit<WorkerOptions, 'handled'>,
): Promise<WorkerProcess> {
  const child = fork(join(import.meta.dirname, 'worker-process.ts'), {
    serialization: 'advanced',
    // What a program prints is no result, and stdout may be the bench's JSON.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const send = (order: Order) => child.send(order);
  const ready = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<Handled>();
  let handled = 0;
  let failure: Error | undefined;
  child.on('message', (report: Report) => {
    switch (report.type) {
      case 'ready':
        return ready.resolve();
      case 'progress':
        handled = report.handled;
        return;
      case 'stopped':
        return stopped.resolve(report.handled);
      case 'failed':
        return fail(new Error(`A worker failed: ${report.reason}`));
    }
  });
  child.on('exit', (code, signal) => fail(new Error(`A worker ended with ${signal ?? `exit code ${code}`}.`)));
  const fail = (error: Error) => {
    failure ??= error;
    ready.reject(error);
    stopped.reject(error);
  };
  stopped.promise.catch(() => {});
  send({ type: 'prepare', ...given });
  await ready.promise;
  return {
    go: (atMs) => send({ type: 'go', atMs }),
    handled() {
      if (failure) throw failure;
      return handled;
    },
    async stop() {
      send({ type: 'stop' });
      const pieces = await stopped.promise;
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return pieces;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
