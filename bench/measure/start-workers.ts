import { monotonicMs } from './contender.ts';
import type { Handled } from './messages.ts';
import { startWorker } from './start-worker.ts';

export interface Workers extends Disposable {
  go(): void;
  handled(): number;
  /** Ends all in order, and answers with what each has handled. */
  stop(): Promise<Handled[]>;
}

/** As many processes of one kind as asked for, each with its share of the pieces. */
export async function startWorkers(options: {
  workerModule: string;
  databaseUrl: string;
  given: Readonly<Record<string, string>>;
  processes: number;
  count: number;
}): Promise<Workers> {
  const { processes, count, ...given } = options;
  const starts = await Promise.allSettled(
    Array.from({ length: processes }, (_, index) => startWorker({ ...given, share: { index, of: processes, count } })),
  );
  const workers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const kill = () => {
    for (const worker of workers) worker.kill();
  };
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    kill();
    throw failed.reason;
  }
  return {
    go() {
      const atMs = monotonicMs();
      for (const worker of workers) worker.go(atMs);
    },
    handled: () => workers.reduce((sum, worker) => sum + worker.handled(), 0),
    stop: () => Promise.all(workers.map((worker) => worker.stop())),
    [Symbol.dispose]: kill,
  };
}
