import type { Bench } from '../measure/bench.ts';
import type { Measured, Scenario } from '../measure/scenario.ts';
import { spreadOf } from '../measure/statistics.ts';
import { holdSnapshot } from './c.ts';
import { escalate, escalations } from './escalate.ts';

/** All answers come within so long: sooner than the steps end, or the rate would be that of the answers. */
const windowMsFor = (count: number) => Math.max(1000, count);

/**
 * What waits for an answer stands in `open_occurrence` until it comes: the one table of the hot path whose rows go again,
 * and a snapshot keeps them from being cleaned away.
 */
export const k: Scenario = {
  name: 'K',
  title: 'F while a snapshot is held open throughout, beside F alone',
  target: 0.8,
  unit: 'steps/s',
  async run(bench) {
    const count = bench.sizeOf(2000, 20_000);
    const sides = [
      { name: 'belfry under a snapshot', isHeld: true, rates: [] as number[] },
      { name: 'F alone', isHeld: false, rates: [] as number[] },
    ];
    for (let run = 0; run < bench.runs; run++) {
      for (const side of run % 2 === 0 ? sides : sides.toReversed()) {
        side.rates.push(await stepsPerSecond(bench, count, side.isHeld));
        bench.say(`run ${run + 1}, ${side.name}: ${Math.round(side.rates.at(-1) ?? 0)} steps/s`);
      }
    }
    await bench.databases.forget(escalations, count);
    const measured = sides.map(({ name, rates }): Measured => ({ name, isDurable: true, rate: spreadOf(rates) }));
    const [ours = null, ...others] = measured;
    return { ours, others, notes: [], demands: [] };
  },
};

async function stepsPerSecond(bench: Bench, count: number, isHeld: boolean): Promise<number> {
  const beside = isHeld ? holdSnapshot : undefined;
  const { steps, seconds } = await escalate(bench, { count, windowMs: windowMsFor(count), takesMs: 0, beside });
  return steps / seconds;
}
