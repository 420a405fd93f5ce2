import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Contender, Work } from './contender.ts';
import { startWorker, type WorkerProcess } from './start-worker.ts';

export interface Race {
  contender: Contender;
  /** Loaded, and this run's own. */
  databaseUrl: string;
  work: Work;
  count: number;
  processes: number;
}

const pollMs = 5;
const patienceMs = 600_000;

/**
 * From the word go, which finds every process connected and idle, until the database says that all has been completed.
 * @returns seconds
 * @throws where a piece was handled twice or not at all: then the run is void
 */
export async function race({ contender, databaseUrl, work, count, processes }: Race): Promise<number> {
  const { workerModule } = contender;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const workers: WorkerProcess[] = [];
  try {
    for (let i = 0; i < processes; i++) workers.push(await startWorker({ workerModule, databaseUrl, work }));
    const began = performance.now();
    for (const worker of workers) worker.go();
    await untilHandled(workers, count);
    while ((await contender.countUnfinished(client, count)) > 0) await delay(pollMs);
    const seconds = (performance.now() - began) / 1000;
    const handled = await Promise.all(workers.map((worker) => worker.stop()));
    requireEachOnce(handled, count, contender.name);
    return seconds;
  } finally {
    for (const worker of workers) worker.kill();
    await client.end();
  }
}

async function untilHandled(workers: readonly WorkerProcess[], count: number): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const handled = workers.reduce((sum, worker) => sum + worker.handled(), 0);
    if (handled >= count) return;
    if (performance.now() > giveUpAt) throw new Error(`After ${patienceMs / 1000} s ${handled} of ${count} are done.`);
    await delay(pollMs);
  }
}

function requireEachOnce(handled: readonly Int32Array[], count: number, name: string): void {
  const times = new Uint8Array(count);
  for (const pieces of handled) for (const piece of pieces) times[piece] = (times[piece] ?? 0) + 1;
  const missing = times.filter((n) => n === 0).length;
  const doubled = times.filter((n) => n > 1).length;
  if (missing + doubled > 0) throw new Error(`${name}: ${missing} pieces never handled, ${doubled} more than once.`);
}
