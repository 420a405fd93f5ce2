import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '../servers/with-client.ts';
import type { Contender } from './contender.ts';
import type { Handled } from './messages.ts';
import { startWorkers, type Workers } from './start-workers.ts';

export interface Race {
  contender: Contender;
  /** Loaded, and this run's own. */
  databaseUrl: string;
  count: number;
  processes: number;
}

const pollMs = 5;
const patienceMs = 1_800_000;

/**
 * From the word go, which finds every process connected and idle, until the database says that all has been completed.
 * @throws where a piece was handled twice or not at all: then the run is void
 */
export async function race(given: Race): Promise<{ seconds: number; handled: Handled[] }> {
  const { contender, databaseUrl, count, processes } = given;
  const { workerModule } = contender;
  await using beside = await contender.beside?.(databaseUrl, count);
  const told = { ...contender.given, ...beside?.given };
  // Awaited here, or what stands beside it would be gone while it runs.
  return await withClient(databaseUrl, async (client) => {
    using workers = await startWorkers({ workerModule, databaseUrl, given: told, processes, count });
    const run = { client, count, given: told };
    const began = performance.now();
    workers.go();
    await untilHandled(workers, count);
    while ((await contender.countUnfinished(run)) > 0) await delay(pollMs);
    const seconds = (performance.now() - began) / 1000;
    const handled = await workers.stop();
    requireEachOnce(handled, count, contender.name);
    await contender.requireRecords?.(run);
    return { seconds, handled };
  });
}

async function untilHandled(workers: Workers, count: number): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const handled = workers.handled();
    if (handled >= count) return;
    if (performance.now() > giveUpAt) throw new Error(`After ${patienceMs / 1000} s ${handled} of ${count} are done.`);
    await delay(pollMs);
  }
}

function requireEachOnce(handled: readonly Handled[], count: number, name: string): void {
  const times = new Uint8Array(count);
  for (const { pieces } of handled) for (const piece of pieces) times[piece] = (times[piece] ?? 0) + 1;
  const missing = times.filter((n) => n === 0).length;
  const doubled = times.filter((n) => n > 1).length;
  if (missing + doubled > 0) throw new Error(`${name}: ${missing} pieces never handled, ${doubled} more than once.`);
}
