import { belfry } from '../contenders/belfry/contender.ts';
import { intoMigrated, loadPeople, planReminders } from '../contenders/belfry/load-reminders.ts';
import { storeFuture } from '../contenders/belfry/over-stored.ts';
import type { Bench } from '../measure/bench.ts';
import type { Contender } from '../measure/contender.ts';
import { race } from '../measure/race.ts';
import type { Scenario } from '../measure/scenario.ts';
import { percentile, spreadOf } from '../measure/statistics.ts';
import { withClient } from '../servers/with-client.ts';

const perSecond = 1000;
/** For each process to start; nothing is due before. */
const startingMs = 6000;
const limitMs = 250;

/** Real time: what is measured is how long after its instant a message reaches the channel. Lateness has no peer. */
export const e: Scenario = {
  name: 'E',
  title: '1,000/s for 10 minutes over 10,000,000 stored: lateness p99 at most 250 ms',
  target: 1,
  unit: 'ms',
  async run(bench) {
    const count = bench.sizeOf(6000, 600_000);
    const lateness = await trickle(bench, count);
    const p99 = percentile(lateness, 99);
    const rounded = (percent: number) => percentile(lateness, percent).toFixed(0);
    return {
      ours: { name: 'belfry, p99', isDurable: true, rate: spreadOf([p99]) },
      others: [{ name: 'the limit', isDurable: true, rate: spreadOf([limitMs]) }],
      notes: [`Late by p50 ${rounded(50)}, p95 ${rounded(95)}, p99 ${rounded(99)}, most ${rounded(100)} ms; one run.`],
      demands: [],
    };
  },
};

/** @returns how late each was, in ms */
async function trickle({ databases, isFull, processes, say }: Bench, count: number): Promise<number[]> {
  const stored = isFull ? 10_000_000 : 200_000;
  await using database = await databases.empty();
  const begin = new Date().toISOString();
  await intoMigrated(database.url, async (client) => {
    await storeFuture(client, new Date(Date.parse(begin) + (count / perSecond) * 1000).toISOString(), stored);
  });
  say(`${stored.toLocaleString('en')} stored`);
  const contender: Contender = { ...belfry, given: { channel: 'lateness', clock: 'system' }, beside };
  const { handled } = await race({ contender, databaseUrl: database.url, count, processes });
  return handled.flatMap(({ tookMs }) => [...tookMs]);

  /** Loaded right before, for they come due by the clock of the wall. */
  async function beside(url: string) {
    const everyMs = 1000 / perSecond;
    const startsAtMs = await loadSoon(url, { count, everyMs, startingMs: startingMs * processes });
    return { given: { startsAtMs: `${startsAtMs}`, everyMs: `${everyMs}` }, async [Symbol.asyncDispose]() {} };
  }
}

/** @returns when the first is due: as soon as all are loaded and the processes have started, by how long the people took */
async function loadSoon(
  url: string,
  { count, everyMs, startingMs }: { count: number; everyMs: number; startingMs: number },
): Promise<number> {
  return await withClient(url, async (client) => {
    await client.query(`SET TIME ZONE 'UTC'`);
    await client.query('SET row_security = off');
    const began = performance.now();
    await loadPeople(client, count);
    const startsAtMs = Math.ceil(Date.now() + startingMs + 4 * (performance.now() - began));
    const dueAt = new Date(startsAtMs).toISOString();
    await planReminders(client, { count, dueAt, everyMs, policyId: null });
    await client.query('ANALYZE people.person, people.contact_point, engine.schedule');
    if (Date.now() > startsAtMs - startingMs / 2)
      throw new Error('Loading took longer than the people had it expected.');
    return startsAtMs;
  });
}
