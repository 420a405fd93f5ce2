import { setTimeout as delay } from 'node:timers/promises';
import { measureAudit } from '@belfry/engine/test/measure-audit';
import { openDatabase } from '@belfry/platform/database';
import { belfry } from '../contenders/belfry/contender.ts';
import { dueAt } from '../contenders/belfry/due-at.ts';
import type { Bench } from '../measure/bench.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';
import { startWorkers } from '../measure/start-workers.ts';
import { spreadOf } from '../measure/statistics.ts';
import { withClient } from '../servers/with-client.ts';

const pollMs = 50;

/** A provider that answers nothing but 5xx, and soon is not called at all: each first try on record, with what follows. */
export const i: Scenario = {
  name: 'I',
  title: 'A2 in a storm of 5xx: 200,000 first tries on record with what follows from them, beside A2',
  target: 0.5,
  unit: 'pieces/s',
  async run(bench) {
    const count = bench.sizeOf(4000, 200_000);
    const others = await runHeats(bench, [{ ...belfry, name: 'A2' }], count);
    const rates: number[] = [];
    const auditsMs: number[] = [];
    for (let run = 0; run < bench.runs; run++) {
      const { seconds, auditMs } = await weather(bench, count);
      rates.push(count / seconds);
      auditsMs.push(auditMs);
      bench.say(`run ${run + 1}, in the storm: ${Math.round(rates.at(-1) ?? 0)}/s`);
    }
    const notes = [
      `An audit that has to begin before all of it, each second, takes ${spreadOf(auditsMs).median.toFixed(0)} ms.`,
    ];
    return { ours: { name: 'belfry', isDurable: true, rate: spreadOf(rates) }, others, notes, demands: [] };
  },
};

/**
 * @returns seconds until each has an outcome of its first try; and how long an audit takes then, where something at the
 * beginning keeps it from going on, as a call of which the provider cannot be asked
 */
async function weather({ databases, processes }: Bench, count: number): Promise<{ seconds: number; auditMs: number }> {
  await using database = await databases.copy(belfry, count);
  return await withClient(database.url, async (client) => {
    using workers = await startWorkers({
      workerModule: belfry.workerModule,
      databaseUrl: database.url,
      given: { channel: 'refusing' },
      processes,
      count,
    });
    const tried = async () => {
      const { rows } = await client.query<{ tried: number }>(
        'SELECT count(*)::int AS tried FROM engine.outcome WHERE seq = 0 AND n = 0',
      );
      return rows[0]?.tried ?? 0;
    };
    const began = performance.now();
    workers.go();
    while ((await tried()) < count) await delay(pollMs);
    const seconds = (performance.now() - began) / 1000;
    await workers.stop();
    return { seconds, auditMs: await auditFromTheBeginning(database.url) };
  });
}

async function auditFromTheBeginning(url: string): Promise<number> {
  const { pools, close } = openDatabase({ url, poolMin: 0, poolMax: 4 });
  try {
    const since = Temporal.Instant.from(dueAt).subtract({ seconds: 1 });
    return await measureAudit(pools.engine, { since, now: since.add({ minutes: 10 }) });
  } finally {
    await close();
  }
}
