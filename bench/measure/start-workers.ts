import type { Handled } from './messages.ts';
import { startWorker, type WorkerProcess } from './start-worker.ts';

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
  const workers: WorkerProcess[] = [];
  const kill = () => {
    for (const worker of workers) worker.kill();
  };
  try {
    for (let index = 0; index < processes; index++) {
      workers.push(await startWorker({ ...given, share: { index, of: processes, count } }));
    }
  } catch (error) {
    kill();
    throw error;
  }
  return {
    go() {
      for (const worker of workers) worker.go();
    },
    handled: () => workers.reduce((sum, worker) => sum + worker.handled(), 0),
    stop: () => Promise.all(workers.map((worker) => worker.stop())),
    [Symbol.dispose]: kill,
  };
}
