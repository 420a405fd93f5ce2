import { setTimeout as delay } from 'node:timers/promises';
import { Partitions, settleWideFact } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { openDatabase } from '@belfry/platform/database';
import { belfry } from '../contenders/belfry/contender.ts';
import { dueAt } from '../contenders/belfry/due-at.ts';
import { personPrefix, tenantId } from '../contenders/belfry/ids.ts';
import type { Beside } from '../measure/contender.ts';
import { runHeats } from '../measure/run-heats.ts';
import type { Scenario } from '../measure/scenario.ts';
import { percentile } from '../measure/statistics.ts';

/** Between two of them; every tenth is of a whole tenant. */
const apartMs = 20;
const widerEvery = 10;
const withinMs = 10_000;

/** Somebody pauses, stops or deletes something all the time: what that costs what leaves, and how long it takes. */
export const j: Scenario = {
  name: 'J',
  title: 'A2 while facts that concern many are settled all the time (pause, STOP, delete), beside A2 alone',
  target: 0.8,
  unit: 'pieces/s',
  async run(bench) {
    const tooks = { 'of one person': [] as number[], 'of a whole tenant': [] as number[] };
    const settling = { ...belfry, name: 'belfry, settling', beside: (url: string) => settleAllTheTime(url, tooks) };
    const count = bench.sizeOf(4000, 200_000);
    const [ours = null, ...others] = await runHeats(bench, [settling, { ...belfry, name: 'A2 alone' }], count);
    const notes = Object.entries(tooks).map(([what, tookMs]) => {
      const [p50, p99] = [50, 99].map((percent) => percentile(tookMs, percent).toFixed(0));
      return `A fact ${what}, barrier and drain: p50 ${p50}, p99 ${p99} ms over ${tookMs.length}.`;
    });
    return { ours, others, notes, demands: [] };
  },
};

async function settleAllTheTime(url: string, tooks: Record<string, number[]>): Promise<Beside> {
  const database = openDatabase({ url, poolMin: 0, poolMax: 4 });
  const pool = database.pools.app;
  const common = {
    pool,
    partitions: new Partitions(database.pools.engine),
    clock: new ManualClock(dueAt),
    withinMs,
    onChange() {},
  };
  let isOver = false;
  const settleOne = async (n: number) => {
    const isWide = n % widerEvery === 0;
    const personId = `${personPrefix}-0000-7000-8000-${(n % 1000).toString(16).padStart(12, '0')}` as PersonId;
    const began = performance.now();
    const fact = isWide ? ({ tenant: true } as const) : { personId };
    await settleWideFact({ ...common, tenantId: tenantId as TenantId, fact, close: null });
    tooks[isWide ? 'of a whole tenant' : 'of one person']?.push(performance.now() - began);
  };
  const settling = (async () => {
    for (let n = 1; !isOver; n++) {
      await settleOne(n);
      await delay(apartMs);
    }
  })();
  return {
    given: {},
    async [Symbol.asyncDispose]() {
      isOver = true;
      await settling;
      await database.close();
    },
  };
}
