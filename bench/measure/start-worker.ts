import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Work } from './contender.ts';
import type { Order, Report } from './messages.ts';

export interface WorkerProcess {
  go(): void;
  /** How many pieces it has handled, some of them perhaps not completed yet. */
  handled(): number;
  /** Ends it in order, and answers with the number of each piece that it handled. */
  stop(): Promise<Int32Array>;
  kill(): void;
}

/** @throws where it fails before it is ready */
export async function startWorker(given: {
  workerModule: string;
  databaseUrl: string;
  work: Work;
}): Promise<WorkerProcess> {
  const child = fork(join(import.meta.dirname, 'worker-process.ts'), { serialization: 'advanced' });
  const send = (order: Order) => child.send(order);
  const ready = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<Int32Array>();
  let handled = 0;
  child.on('message', (report: Report) => {
    switch (report.type) {
      case 'ready':
        return ready.resolve();
      case 'progress':
        handled = report.handled;
        return;
      case 'stopped':
        return stopped.resolve(report.pieces);
      case 'failed':
        return fail(new Error(`A worker failed: ${report.reason}`));
    }
  });
  child.on('exit', (code, signal) => fail(new Error(`A worker ended with ${signal ?? `exit code ${code}`}.`)));
  const fail = (error: Error) => {
    ready.reject(error);
    stopped.reject(error);
  };
  stopped.promise.catch(() => {});
  send({ type: 'prepare', ...given });
  await ready.promise;
  return {
    go: () => send({ type: 'go' }),
    handled: () => handled,
    async stop() {
      send({ type: 'stop' });
      const pieces = await stopped.promise;
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return pieces;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
